"""Comparisons and differences as sheets."""

from collections.abc import Iterator

from analyzer.model.comparison import Agreement, Comparison, Difference, MeasureRow, Moved, ServiceChange
from analyzer.model.partition import SHARED
from analyzer.model.text import counted, few
from analyzer.report.comparison.changes import KEPT
from analyzer.report.sheet import Section, Sheet, first_of
from analyzer.report.wording import verdict_title

MOVED, LISTED = 60, 20


def comparison_sheet(found: Comparison) -> Sheet:
    """Two partitions: how alike, every measure beside the trivial cuts, what moved."""
    heads = ("measure", *(f"{cut.name} ({cut.services})#" for cut in found.cuts), "better")
    rows = tuple((_wanted(row), *map(_value, row.values), _better(found, row)) for row in found.measures)
    return Sheet(
        f"{found.old} and {found.new}",
        (
            Section("", (_alike(found.agreement), *_left_out(found))),
            Section("Measures", (), heads, rows),
            _services(found.services),
            _moves(found.moved),
        ),
    )


def _wanted(row: MeasureRow) -> str:
    return row.name + {True: " (more is better)", False: " (less is better)", None: ""}[row.more_is_better]


def _better(found: Comparison, row: MeasureRow) -> str:
    return "" if row.best < 0 else found.cuts[row.best].name


def _value(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value + 0.0:,.0f}" if value == int(value) else f"{value:,.3f}"


def _alike(found: Agreement) -> str:
    alike = f"ARI {found.ari:.3f}, pairwise F1 {found.f1:.3f}, MoJoFM {found.mojofm:.3f}"
    return f"{counted(found.modules, 'module')} in both; how alike their boundaries are, where 1 is equal: {alike}"


def _left_out(found: Comparison | Difference) -> Iterator[str]:
    for name, modules in ((found.old, found.only_old), (found.new, found.only_new)):
        if modules:
            yield f"Only in {name}: {few(modules, LISTED)}"
    if isinstance(found, Comparison) and found.unknown:
        yield f"Not in the code base, left out: {few(found.unknown, LISTED)}"


def _services(changes: tuple[ServiceChange, ...]) -> Section:
    rows = tuple(
        (one.change, one.old, one.new, str(one.old_modules), str(one.new_modules), str(one.common)) for one in changes if one.change != KEPT
    )
    kept = sum(one.change == KEPT and one.old != SHARED for one in changes)
    heads = ("change", "old", "new", "modules before#", "modules now#", "in both#")
    return Section("Services", (f"{kept} kept their name",), heads, rows)


def _moves(moved: tuple[Moved, ...]) -> Section:
    shown = moved[:MOVED]
    count = f"{len(moved)} of them" + (f", the first {MOVED}" if len(moved) > MOVED else "")
    return Section(
        "Modules moved", (count,) if moved else (), ("module", "from", "to"), tuple((one.module, one.old, one.new) for one in shown)
    )


def difference_sheet(found: Difference) -> Sheet:
    """Two analyses or two boundary files: services, modules, owners, findings, figures."""
    old, new = found.verdicts
    owners = tuple((one.kind, one.name, one.old or "-", one.new or "-") for one in found.owners)
    findings = tuple((one.change, one.kind, str(one.at), one.message) for one in found.findings)
    figures = tuple((one.name.replace("_", " "), _value(one.old), _value(one.new), _step(one.old, one.new)) for one in found.figures)
    return Sheet(
        f"From {found.old} to {found.new}",
        (
            Section("", (*_verdicts(old, new), _alike(found.agreement), *_left_out(found))),
            _services(found.services),
            _moves(found.moved),
            Section("Owners", first_of(owners, MOVED), ("what", "name", "from", "to"), owners[:MOVED]),
            Section("Findings", _count(found), ("change", "kind", "place", "what"), findings[:MOVED]),
            Section("Figures", (), ("figure", "before#", "now#", "change#"), figures),
        ),
    )


def _verdicts(old: str, new: str) -> Iterator[str]:
    if new:
        yield f"Verdict: {verdict_title(new)}" + (
            f" (before: {verdict_title(old)})" if old and old != new else " (as before)" if old else ""
        )


def _count(found: Difference) -> tuple[str, ...]:
    if not found.has_reports:
        return ()
    new = sum(one.change == "new" for one in found.findings)
    count = f"{new:,} new, {len(found.findings) - new:,} fixed, {found.known:,} known"
    return (count, *first_of(found.findings, MOVED))


def _step(old: float | None, new: float | None) -> str:
    if old is None or new is None:
        return ""
    step = new - old
    return f"{step:+,.0f}" if step == int(step) else f"{step:+,.3f}"
