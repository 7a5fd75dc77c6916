"""How reports show an analysis: with links into the repository's web view, or with every name replaced."""

from analyzer.app.job import Job
from analyzer.model.analysis import Analysis
from analyzer.model.errors import UsageError


def check_wishes(job: Job) -> None:
    """Raises UsageError where wishes contradict each other, or where links cannot be made."""
    if job.redact and job.since is not None:
        hint = "the earlier report has other names: compare two redacted ones with diff"
        raise UsageError("--redact and --since contradict each other", hint)
    if job.redact and job.source_url:
        raise UsageError("--redact and --source-url contradict each other", "links would lead to what redacting hides: leave one out")
    check_links(job.source_url)


def check_links(source_url: str) -> None:
    """Raises UsageError where a template of links to places is none; without a template there are no links."""
    from analyzer.report.source_links import complaint

    if source_url and (wrong := complaint(source_url)):
        raise UsageError(f"--source-url {wrong}: {source_url}", "write it as https://example.org/team/shop/blob/main/{path}#L{line}")


def presented(job: Job, analysis: Analysis) -> Analysis:
    """The analysis as reports may show it."""
    from analyzer.report.redaction import redacted

    return redacted(analysis) if job.redact else analysis
