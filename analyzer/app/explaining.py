"""``unbraid explain``: why a module is in its service, what holds a service together, what ties two, what a code means."""

from collections.abc import Sequence

from analyzer.app.job import Job
from analyzer.app.remembering import analysed, remembered
from analyzer.app.sheets import sheet_as
from analyzer.disk.documents import pages
from analyzer.model.explanation import Answer, CodeAnswer, ModuleAnswer, PairAnswer, ServiceAnswer
from analyzer.read.scan import Progress

KINDS: dict[type, str] = {ModuleAnswer: "module", ServiceAnswer: "service", PairAnswer: "pair", CodeAnswer: "code"}


def explain_names(job: Job, names: Sequence[str], progress: Progress | None = None) -> Answer:
    """The answer about a module or a service, about two of them, or about a code; raises UsageError. A code is explained without an
    analysis, with its places where one is remembered."""
    from analyzer.report.explanations import explain, explain_code, sections

    known = sections(pages())
    code = names[0].removeprefix("code:")
    if len(names) == 1 and code in known and (code != names[0] or not _is_name(job, code)):
        return explain_code(code, *known[code], remembered(job))
    return explain(analysed(job, progress), names, known)


def _is_name(job: Job, name: str) -> bool:
    """Whether a word that is a code is also the name of a module or service here, as far as that is remembered."""
    analysis = remembered(job)
    return analysis is not None and (name in analysis.partition.services or name in analysis.codebase.modules)


def answer_text(answer: Answer, format_: str, width: int = 0) -> str:
    """An answer as ``text`` (for a terminal of that width, 0: any), ``markdown``, ``html`` or ``json``."""
    from analyzer.report.encoding import indented
    from analyzer.report.explanations import sheet_of

    if format_ == "json":
        return indented({"kind": KINDS[type(answer)], "answer": answer})
    return sheet_as(sheet_of(answer), format_, width=width)
