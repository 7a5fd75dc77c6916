"""What the script of the page is given: the report and the map of its modules, packed, and written so that a script element can hold it."""

import base64
import gzip
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from analyzer.report.columns import pack
from analyzer.report.document import Report
from analyzer.report.encoding import builtins, compact
from analyzer.report.map_layout import Map

PLAIN_SIZE: Final = 400_000
"""Data up to this many characters is embedded as it is, readable; above, it is compressed."""

LARGEST: Final = 1_750_000
"""Characters of compressed data that the page may hold, so that it stays below 2 MB with everything around it."""

SITES: Final = 5
"""Places of one crossing that the page carries; ``report.json`` has them all."""

IN_SCRIPT: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""Characters that could end a script element or a line in it; JSON can say each of them otherwise."""


def embedded(report: Report, modules: Map) -> tuple[str, bool, tuple[str, ...]]:
    """The data as text that is safe inside a script element; whether it is compressed (gzip, base64); and in words what was left out
    of it so that the page stays small (``report.json`` has all of it)."""
    text = ""
    left_out: tuple[str, ...] = ()
    for smaller, left_out in _smaller(report):
        text = compact({"report": pack(builtins(smaller)), "map": _map(modules, report)})
        for character, escaped in IN_SCRIPT.items():
            text = text.replace(character, escaped)
        if len(text) <= PLAIN_SIZE:
            return text, False, left_out
        text = packed(text)
        if len(text) <= LARGEST:
            break
    return text, True, left_out


def packed(text: str) -> str:
    """Text compressed (gzip without name and time) and written in base64."""
    return base64.b64encode(gzip.compress(text.encode(), compresslevel=7, mtime=0)).decode()


def _smaller(report: Report) -> Iterator[tuple[Report, tuple[str, ...]]]:
    """The report as the page needs it, then with less and less, until it fits; each with what is missing."""
    page = replace(report, files=(), since=None, uses=(), seams=tuple(replace(seam, sites=seam.sites[:SITES]) for seam in report.seams))
    yield page, ()
    page = replace(page, modules=tuple(replace(module, ties=()) for module in page.modules))
    yield page, ("the ties of each module",)
    page = replace(page, seams=tuple(replace(seam, sites=seam.sites[:1]) for seam in page.seams))
    yield page, ("the ties of each module", "all but the first place of each crossing")
    page = replace(page, modules=tuple(replace(module, reason="") for module in page.modules))
    yield page, ("the ties of each module", "all but the first place of each crossing", "the reason of each module")


def _map(modules: Map, report: Report) -> dict[str, Any]:
    """The map as columns of whole numbers: places are in half picture units, sources as steps from one to the next."""
    changed = {module.name: module.commits for module in report.modules}
    known = {module.name: position for position, module in enumerate(report.modules)}
    boxes, uses = modules.boxes, sorted(modules.uses)
    sources = [use[0] for use in uses]
    return {
        "parent": [box.parent for box in boxes],
        "label": ["" if box.parent < 0 else box.label for box in boxes],
        "module": [known.get(box.module, -1) for box in boxes],
        **{
            name: [round(2 * getattr(box, field)) for box in boxes]
            for name, field in zip("xywh", ("x", "y", "width", "height"), strict=True)
        },
        "order": list(modules.order),
        "changed": [changed.get(boxes[place].module, 0) for place in modules.order],
        "width": modules.width,
        "height": modules.height,
        "source": [here - before for before, here in zip([0, *sources], sources, strict=False)],
        "target": [use[1] for use in uses],
        "count": [use[2] for use in uses],
        "line": [use[3] for use in uses],
        "loop": [position for position, use in enumerate(uses) if use[4]],
    }
