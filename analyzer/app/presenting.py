"""How reports show an analysis: with links into the repository's web view, or with every name replaced."""

from analyzer.app.job import Job
from analyzer.model.analysis import Analysis
from analyzer.model.errors import UsageError


def check_wishes(job: Job) -> None:
    """Raises UsageError where links cannot be made as the user wants them."""
    from analyzer.report.source_links import complaint

    if not job.source_url:
        return
    if job.redact:
        raise UsageError("--redact and --source-url contradict each other", "links would lead to what redacting hides: leave one out")
    if wrong := complaint(job.source_url):
        raise UsageError(f"--source-url {wrong}: {job.source_url}", "write it as https://example.org/team/shop/blob/main/{path}#L{line}")


def presented(job: Job, analysis: Analysis) -> Analysis:
    """The analysis as reports may show it."""
    from analyzer.report.redaction import redacted

    return redacted(analysis) if job.redact else analysis
