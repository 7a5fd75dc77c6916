"""What a code means: the section of the documents that has it for a heading."""

import re
from collections.abc import Iterator, Mapping

from analyzer.model.analysis import Analysis
from analyzer.model.explanation import CodeAnswer, SharedData
from analyzer.report.explanations.grounds import placed
from analyzer.report.wording import SEAM_CLASSES

HEADING = re.compile(r"^#{2,4} +(`?)([a-z][a-z0-9._-]*)\1\s*$", re.MULTILINE)
ANY_HEADING = re.compile(r"^#{1,4} ", re.MULTILINE)
SEAMS = "extraction.md"
PLACES = 10


def sections(pages: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Code to the page that explains it and the text of its section; classes of seams included."""
    found = {name: (SEAMS, f"{title}: {action}.") for name, (title, action) in SEAM_CLASSES.items()}
    for page, text in pages.items():
        for heading in HEADING.finditer(text):
            following = ANY_HEADING.search(text, heading.end())
            found.setdefault(heading[2], (page, text[heading.end() : following.start() if following else len(text)].strip()))
    return found


def explain_code(code: str, page: str, text: str, analysis: Analysis | None) -> CodeAnswer:
    """The answer for a code, with the first ten places where it occurs in an analysis."""
    return CodeAnswer(code, page, text, tuple(_places(code, analysis))[:PLACES] if analysis else ())


def _places(code: str, analysis: Analysis) -> Iterator[SharedData]:
    for found in analysis.plan.findings:
        if found.kind == code:
            yield SharedData(code, found.message, found.remedy, (placed(found.at),))
    for problem in analysis.codebase.problems:
        if problem.code == code:
            yield SharedData(code, problem.message, problem.hint, (problem.at,))
    for seam in analysis.plan.seams:
        if seam.seam_class.value == code:
            yield SharedData(code, f"{seam.caller} uses {seam.target}: {seam.why}", seam.remedy, tuple(map(placed, seam.sites[:1])))
