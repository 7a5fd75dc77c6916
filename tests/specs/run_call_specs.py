"""Reads the specs of call graphs: a program in fences with ``path=``, then all its calls (``caller -> callee``) in a ``calls`` fence."""

import re
from collections.abc import Iterator
from pathlib import Path

from analyzer.read.calls import call_graph
from tests.specs.run_specs import FENCE, Case, write_files

HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


def call_cases(folder: Path) -> Iterator[Case]:
    """Every case of the ``*.md`` files of a folder."""
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        marks = list(HEADING.finditer(text))
        for mark, end in zip(marks, [*(one.start() for one in marks[1:]), len(text)], strict=True):
            fences = FENCE.findall(text[mark.end() : end])
            files = tuple((info.removeprefix("path="), body) for language, info, body in fences if language == "python")
            calls = tuple(line for language, _, body in fences if language == "calls" for line in body.splitlines())
            yield Case(path.stem, mark[1], files, calls)


def check_calls(case: Case, root: Path) -> None:
    """Assert that the calls of a program are those expected, and no others."""
    write_files(case, root)
    graph = call_graph(root, "main.py").as_dict()
    found = [f"{caller} -> {callee}" for caller, callees in graph.items() for callee in callees]
    missing = [f"missing: {line}" for line in case.expected if line not in found]
    extra = [f"extra:   {line}" for line in found if line not in case.expected]
    assert not missing and not extra, "\n".join(["", *missing, *extra])
