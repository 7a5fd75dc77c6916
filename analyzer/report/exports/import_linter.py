"""Contracts for import-linter: one for each pair of services, with the imports of today as exceptions that may only get fewer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from analyzer.model.errors import UsageError
from analyzer.model.files import TextFile
from analyzer.model.partition import SHARED
from analyzer.report.exports.export import Export, Order
from analyzer.report.exports.territory import Node, Territory, Violation, territory, violations
from analyzer.report.visible import shortened

MOST_PAIRS = 20
"""Up to this many services each pair has a contract of its own; beyond, each service has one against all others."""

HEAD = """\
# Boundaries between services inside the monolith, for import-linter (https://import-linter.readthedocs.io).
# Run:   {path}lint-imports --config FILE
# The lines under ignore_imports are the violations of today: take them away one by one, and add none.

[importlinter]
root_packages =
{roots}
exclude_type_checking_imports = True
"""


def _render(order: Order) -> tuple[TextFile, ...]:
    analysis = order.analysis
    known = territory(analysis, only_packages=True)
    if not known.nodes:
        raise UsageError(
            "import-linter reads packages, and this code base has none at top level", "move the modules into a package, or export tach"
        )
    roots = sorted({file.source_root for file in analysis.codebase.files if file.module.partition(".")[0] in known.roots} - {""})
    path = f"PYTHONPATH={':'.join(roots)} " if roots else ""
    head = HEAD.format(path=shortened(path, 120), roots=_lines(known.roots))
    today = violations(analysis, known, analysis.plan.roots)
    contracts = list(_contracts(order, known, today))
    if not contracts:
        raise UsageError("there is nothing to keep apart: one service is proposed", "ask for more with --services, or export tach")
    return (TextFile("importlinter.ini", "\n".join([head, *contracts])),)


def _contracts(order: Order, known: Territory, today: tuple[Violation, ...]) -> Iterator[str]:
    titles = {service.id: service.title for service in order.report.services}
    services = [service for service in known.nodes if service != SHARED]
    between: dict[tuple[str, str], list[Violation]] = defaultdict(list)
    for violation in today:
        between[violation.here, violation.there].append(violation)
    groups = [[service] for service in services] if len(services) <= MOST_PAIRS else [services]
    for here in services:
        for group in groups:
            others = [service for service in group if service != here]
            if others:
                name = f"{titles.get(here, here)} does not use {titles.get(others[0], others[0]) if len(group) == 1 else 'other services'}"
                yield _contract(order, _id(here, others), name, known.nodes[here], others, known, between, here)
    free = set(order.analysis.plan.roots)
    kernel = [node for node in known.nodes.get(SHARED, ()) if node.name not in free]
    if kernel and services:
        yield _contract(order, "shared-kernel", "The shared kernel uses no service", kernel, services, known, between, SHARED)


def _id(here: str, others: list[str]) -> str:
    return f"{here}-without-{others[0]}" if len(others) == 1 else f"{here}-alone"


def _contract(
    order: Order,
    contract: str,
    name: str,
    source: Iterable[Node],
    others: list[str],
    known: Territory,
    between: dict[tuple[str, str], list[Violation]],
    here: str,
) -> str:
    targets = [node for other in others for node in known.nodes[other]]
    # Where a module stands for itself alone although others lie below it, all have to be named as what they are.
    is_plain = all(node.is_whole or not _has_more(node, known) for node in (*source, *targets))
    forgiven = [
        f"{violation.importer} -> {violation.imported}"
        for other in others
        if order.wishes.strict.isdisjoint((here, other))
        for violation in between.get((here, other), ())
    ]
    lines = [
        f"[importlinter:contract:{contract}]",
        f"name = {shortened(name, 120).replace('%', '%%')}",
        "type = forbidden",
        f"source_modules =\n{_lines(_names(source, is_plain))}",
        f"forbidden_modules =\n{_lines(_names(targets, is_plain))}",
        "allow_indirect_imports = True",
        *(() if is_plain else ("as_packages = False",)),
        *((f"ignore_imports =\n{_lines(forgiven)}", "unmatched_ignore_imports_alerting = warn") if forgiven else ()),
        "",
    ]
    return "\n".join(lines)


def _has_more(node: Node, known: Territory) -> bool:
    return any(module.startswith(f"{node.name}.") for module in known.owner)


def _names(nodes: Iterable[Node], is_plain: bool) -> Iterator[str]:
    for node in nodes:
        yield node.name
        if node.is_whole and not is_plain:
            yield f"{node.name}.**"


def _lines(values: Iterable[str]) -> str:
    return "\n".join(f"    {value}" for value in values)


IMPORT_LINTER = Export(
    "import-linter", "contracts that keep services apart inside the monolith (.ini for lint-imports)", _render, is_for_code=True
)
