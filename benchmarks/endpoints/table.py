"""The table: one row an application."""

from benchmarks.endpoints.case import Case
from benchmarks.endpoints.compare import Comparison

HEAD = """\
# Endpoints against the running frameworks

Applications from the package index, each in an environment of its own; their routes are asked of the framework itself
(Flask's `url_map`, Django's resolver, FastAPI's `routes`) and compared with what `unbraid facts --kind endpoints` reads of the source:
route, method (Django: of view sets) and handler. Printed by `python -m benchmarks.endpoints`.

* *held out*: never looked at while the readers were written
* *foreign*: routes of third-party code, which is not in the source; neither counted as found nor as missed
* *made*: routes whose handler no line of the source defines (classes and functions that a library makes); not counted
* Left out: Django's admin, the second spelling of REST framework's routes with a file extension, `HEAD` and `OPTIONS` that frameworks add

"""
COLUMNS = (
    "application",
    "framework",
    "held out",
    "routes",
    "recall",
    "precision",
    "missed",
    "extra",
    "foreign",
    "made",
    "where the differences come from",
)


def render(rows: list[tuple[Case, Comparison]]) -> str:
    """The page as Markdown."""
    lines = [COLUMNS, tuple("---" if name in COLUMNS[:3] + COLUMNS[-1:] else "--:" for name in COLUMNS), *(_cells(*row) for row in rows)]
    return HEAD + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cells(case: Case, seen: Comparison) -> tuple[str, ...]:
    counts = (len(seen.missed), len(seen.extra), seen.foreign, len(seen.made))
    rates = (str(len(seen.both) + len(seen.missed)), f"{seen.recall:.3f}", f"{seen.precision:.3f}")
    return (f"{case.name} {case.version}".strip(), case.framework, "yes" if case.held_out else "no", *rates, *map(str, counts), case.note)
