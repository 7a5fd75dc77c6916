"""``boundaries.toml``: the architect's own account of which module belongs to which service."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from analyzer.model.partition import Constraint, ConstraintKind
from analyzer.model.place import ModuleName, Problem, Severity
from analyzer.read.boundaries.decisions import read_decisions
from analyzer.read.boundaries.document import Document, disobeyed, parse, unknown_keys
from analyzer.read.boundaries.lists import read_lists
from analyzer.read.boundaries.names import unknown_modules, unknown_services, vanished
from analyzer.read.boundaries.settle import settle

FORMAT = 1
KEYS = ("decisions", "format", "services", "shared")


class Boundaries(NamedTuple):
    """``constraints`` are the decisions; ``homes`` the service id (or ``shared``) of each module that the lists place, decisions
    applied; ``titles`` the titles by service id; ``problems`` everything that is wrong, all of one run; ``listed`` the lists as they are
    written, modules that are gone included."""

    constraints: tuple[Constraint, ...]
    homes: dict[ModuleName, str]
    titles: dict[str, str]
    problems: tuple[Problem, ...]
    listed: Mapping[ModuleName, str] = MappingProxyType({})

    @property
    def is_obeyed(self) -> bool:
        """Whether nothing in the file stands against obeying it."""
        return all(problem.severity is not Severity.ERROR for problem in self.problems)


def read_boundaries(text: str, path: str, modules: Iterable[str] = ()) -> Boundaries:
    """What a boundaries file says; ``path`` is what problems call it, ``modules`` those of the code base (names are not checked
    without). No error is raised: what cannot be obeyed is a problem of severity ERROR, with its line."""
    document = parse(text, path)
    if isinstance(document, Problem):
        return Boundaries((), {}, {}, (document,))
    known = sorted(map(ModuleName, set(modules)))
    lists, problems = read_lists(document)
    constraints, more = read_decisions(document)
    problems += (*_format(document), *more, *unknown_services(constraints, lists))
    if known:
        problems += (*unknown_modules(constraints, known), *vanished(lists, known))
    named = [ModuleName(name) for item in constraints if item.kind is not ConstraintKind.NAME for name in item.modules]
    homes, conflicts = settle(lists, constraints, known or sorted({*lists.homes, *named}))
    alive = frozenset(known or homes)
    kept = {module: homes[module] for module in sorted(homes) if module in alive}
    titles = dict(sorted(lists.titles.items()))
    return Boundaries(tuple(sorted(constraints)), kept, titles, tuple(sorted((*problems, *conflicts))), dict(sorted(lists.homes.items())))


def _format(document: Document) -> Iterable[Problem]:
    yield from unknown_keys(document, (), KEYS)
    written = document.data.get("format", FORMAT)
    if written != FORMAT or isinstance(written, bool):
        hint = f"this version writes and reads format = {FORMAT}"
        yield disobeyed("boundaries-format", f"format {written!r} is not known", document.at("format"), hint)
