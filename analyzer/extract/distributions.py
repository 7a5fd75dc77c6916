"""What a service has to install, and nothing else. Versions come from a lock's pin, else from the declaration."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from analyzer.distributions import distribution_of, implied, normalised
from analyzer.model.surface import Requirement


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """A line of a dependency list: distribution, extras, version specifier (``""`` for any), marker, and what led to it."""

    name: str
    extras: tuple[str, ...]
    specifier: str
    marker: str
    why: str

    @property
    def line(self) -> str:
        """The requirement as pip reads it."""
        extras = f"[{','.join(self.extras)}]" if self.extras else ""
        return f"{self.name}{extras}{self.specifier}" + (f" ; {self.marker}" if self.marker else "")


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What a service installs: its needs sorted by name, pins of the lock for everything else, and notes for a person."""

    needs: tuple[Need, ...]
    constraints: tuple[str, ...]
    notes: tuple[str, ...]


def dependencies(
    packages: Mapping[str, bool],
    serving: Iterable[str],
    declared: Iterable[Requirement],
    nearby: frozenset[str] = frozenset(),
    unimported: Collection[str] = (),
    own_names: Collection[str] = (),
) -> Dependencies:
    """The dependencies of code that imports ``packages`` (import name to whether it may be missing) and is served by the
    distributions ``serving``. What nobody declares is listed without a version, with a note; an optional one is left out, and so is
    one of the names that many modules have inside of their packages (``own_names``): such an import is meant for one of these.
    Of declarations that contradict each other, those of a requirement file or group called like one of ``nearby`` win. Of what is
    ``unimported`` by the whole code base, those come along whose name joins the names of what is needed (``marshmallow-sqlalchemy``)."""
    known = _by_name(declared)
    why: dict[str, str] = {}
    notes: list[str] = []
    for package, optional in sorted(packages.items()):
        found = distribution_of(package, known)
        if found is None:
            continue
        if found in known:
            why.setdefault(found, f"imported as {package}")
        elif not optional and package in own_names:
            notes.append(
                f"`{package}` is imported, but only modules inside of packages have that name, and no distribution is declared for it"
            )
        elif not optional and found not in why:
            why[found] = f"imported as {package}"
            notes.append(f"`{package}` is imported, but no requirement file declares a distribution for it; `{found}` is a guess")
    for name, others in implied().items():
        declared_ones = [other for other in others if name in why and other in known]
        always = [other for other in declared_ones if any(not one.group for one in known[other])]
        for other in always or declared_ones:  # a driver for development alone would only have to be built
            why.setdefault(other, f"used by {name} without an import")
    words = {word for name in why for word in name.split("-")}
    for name in unimported:
        if name in known and "-" in name and words.issuperset(name.split("-")):
            why.setdefault(name, f"joins {name.replace('-', ' and ')} without an import")
    for name in serving:
        why.setdefault(name, "serves the application")
    needs = tuple(sorted(_need(name, reason, known.get(name, ()), nearby, notes) for name, reason in why.items()))
    pins = {name: f"{name}{pin}" for name, all_of in known.items() if name not in why and (pin := _pin(all_of))}
    return Dependencies(needs, tuple(pins[name] for name in sorted(pins)), tuple(notes))


def unimported(declared: Iterable[Requirement], packages: Iterable[str]) -> frozenset[str]:
    """The distributions that are declared for running and that none of the import names ``packages`` stands for."""
    several = tuple(declared)
    known = frozenset(normalised(one.name) for one in several)
    wanted = frozenset(normalised(one.name) for one in several if not one.group and not one.is_pin)
    return wanted - {distribution_of(package, known) for package in packages}


def _by_name(declared: Iterable[Requirement]) -> dict[str, tuple[Requirement, ...]]:
    found: dict[str, list[Requirement]] = {}
    for requirement in declared:
        found.setdefault(normalised(requirement.name), []).append(requirement)
    return {name: tuple(sorted(all_of, key=lambda one: (one.at, one.specifier))) for name, all_of in found.items()}


def _pin(all_of: Iterable[Requirement]) -> str:
    """The lock's pin where it has exactly one."""
    pins = {one.specifier for one in all_of if one.is_pin and not one.marker}
    return pins.pop() if len(pins) == 1 else ""


def _need(name: str, why: str, all_of: tuple[Requirement, ...], nearby: frozenset[str], notes: list[str]) -> Need:
    extras = tuple(sorted({extra for one in all_of for extra in one.extras}))
    marker = all_of[0].marker if all_of and all(one.marker == all_of[0].marker for one in all_of) else ""
    plain = [one for one in all_of if not one.is_pin and _is_specifier(one.specifier)]
    plain = [one for one in plain if not one.group] or plain
    near = [one.specifier for one in plain if one.specifier and {PurePosixPath(one.at.path).stem, one.group} & nearby]
    pin = _pin(all_of)
    if pin and not (near and not _satisfiable(f"{near[0]},{pin}")):
        return Need(name, extras, pin, marker, why)
    specifiers = sorted({one.specifier for one in plain if one.specifier})
    joined = ",".join(specifiers)
    if pin or (len(specifiers) > 1 and not _satisfiable(joined)):
        joined = near[0] if near else specifiers[-1]
        others = "; ".join([*specifiers, *([f"{pin} in the lock"] if pin else [])])
        notes.append(f"`{name}` is declared with versions that exclude each other ({others}); this service takes {joined}")
    return Need(name, extras, joined, marker, why)


def _satisfiable(joined: str) -> bool:
    """Whether some version near one of the bounds satisfies all of them."""
    from packaging.specifiers import SpecifierSet
    from packaging.version import InvalidVersion, Version

    every = SpecifierSet(joined)
    for part in every:
        try:
            base = Version(part.version.removesuffix(".*"))
        except InvalidVersion:
            continue
        if any(every.contains(version, prereleases=True) for version in (base, Version(f"{base}.1"), Version(f"{base}.post1"))):
            return True
    return False


def _is_specifier(text: str) -> bool:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        SpecifierSet(text)
    except InvalidSpecifier:
        return False
    return True
