"""Packages around a library of their own: most of their modules use a module that lies elsewhere and that hardly anybody else uses."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from analyzer.model.place import ModuleName

FEWEST = 8
"""A module that fewer others use is nobody's library."""

THEIRS = 0.8
"""A library is a package's own when at least this share of its users are in the package ..."""

USING = 0.5
"""... and at least this share of the package's modules use it."""

MOST = 0.4
"""A package with a greater share of all modules is more than one domain."""


def around_libraries(packages: Mapping[str, Sequence[ModuleName]], pairs: Iterable[tuple[ModuleName, ModuleName]]) -> frozenset[str]:
    """The packages that are domains since most of their modules use a library of their own, though they may not use each other.
    ``pairs`` are importers and what they import. Of packages in each other the inner ones count."""
    users: dict[ModuleName, set[ModuleName]] = defaultdict(set)
    for importer, target in pairs:
        users[target].add(importer)
    most = MOST * len({module for members in packages.values() for module in members})
    found = {_owner(library, using, packages) for library, using in users.items() if len(using) >= FEWEST}
    fitting = {package for package in found if package and len(packages[package]) <= most}
    return frozenset(package for package in fitting if not any(other.startswith(f"{package}.") for other in fitting))


def _owner(library: ModuleName, users: set[ModuleName], packages: Mapping[str, Sequence[ModuleName]]) -> str:
    """The innermost package with most of a library's users, if the library lies elsewhere and most of the package use it; else nothing."""
    counts = Counter(package for user in users for package in _above(user))
    holding = [package for package, count in counts.items() if count >= THEIRS * len(users) and package in packages]
    for package in sorted(holding, key=lambda name: (-name.count("."), name)):
        if f"{library}.".startswith(f"{package}."):
            return ""
        if counts[package] >= USING * len(packages[package]):
            return package
    return ""


def _above(module: str) -> Iterable[str]:
    parts = module.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts)))
