"""A suggestion for ``CODEOWNERS``: one team for each service. Names of people are not known, and not guessed."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from analyzer.model.analysis import Analysis
from analyzer.model.files import TextFile
from analyzer.model.partition import SHARED
from analyzer.model.text import counted
from analyzer.report.exports.backstage import entity_name
from analyzer.report.exports.export import Export, Order
from analyzer.report.exports.territory import Node, territory

HEAD = """\
# Proposed owners, one team for each service. The last matching line wins.
# Replace the placeholders by your teams, or give them: unbraid export codeowners PATH --owner SERVICE=@org/team
"""


def _render(order: Order) -> tuple[TextFile, ...]:
    return (TextFile("CODEOWNERS", "\n".join([HEAD, *_lines(order), ""])),)


def _lines(order: Order) -> Iterator[str]:
    analysis = order.analysis
    paths = {str(file.module): (file.path, file.is_package) for file in analysis.codebase.files}
    people = _people(analysis)
    yield f"* {_team(order, SHARED)}"
    for service, nodes in territory(analysis, only_packages=False).nodes.items():
        yield ""
        yield f"# {service}{people.get(service, '')}"
        yield from (f"{_path(node, *paths[node.name])} {_team(order, service)}" for node in nodes)
    for service_plan in order.report.services:
        yield from (f"{_escaped('/' + template)} {_team(order, service_plan.id)}" for template in service_plan.templates)


def _team(order: Order, service: str) -> str:
    return order.wishes.owners.get(service, f"@your-org/{'platform' if service == SHARED else entity_name(service) or 'team'}")


def _path(node: Node, path: str, is_package: bool) -> str:
    return _escaped("/" + (path.rpartition("/")[0] + "/" if node.is_whole and is_package else path))


def _escaped(path: str) -> str:
    """A path as a pattern: blanks and the characters of patterns stand for themselves."""
    return "".join(f"\\{c}" if c in " #*?[]!\\" else c for c in path if c.isprintable())


def _people(analysis: Analysis) -> dict[str, str]:
    """By service, how many people changed it and how much of it the busiest did: from commits, whose authors are known as digests."""
    homes = analysis.partition.homes()
    services = {file.path: homes.get(file.module, SHARED) for file in analysis.codebase.files}
    authors: dict[str, Counter[str]] = defaultdict(Counter)
    for commit in analysis.codebase.history:
        for service in {services[path] for path in commit.paths if path in services}:
            authors[service][commit.author] += 1
    return {service: _shares(by) for service, by in authors.items()}


def _shares(by: Counter[str]) -> str:
    people = f"{counted(len(by), 'person', 'people')} changed it"
    return f": {people}; the busiest made {max(by.values()) / by.total():.0%} of {by.total()} commits"


CODEOWNERS = Export("codeowners", "CODEOWNERS: a team for each service, with placeholders for names", _render, is_for_code=True)
