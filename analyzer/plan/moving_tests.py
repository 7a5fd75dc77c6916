"""Where tests go: with the service that they exercise, or, where they exercise several, into the tests of the whole system."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from analyzer.model.facts import Definition, DefinitionKind, Import, Reference, StringReference
from analyzer.model.partition import SHARED
from analyzer.model.roadmap import TestMove
from analyzer.model.source import FileKind, SourceFile
from analyzer.model.surface import Endpoint, UrlUse
from analyzer.model.text import counted
from analyzer.plan.cut import Cut
from analyzer.plan.names import words
from analyzer.plan.wording import listed


def move_tests(cut: Cut) -> tuple[TestMove, ...]:
    """Every test module with the services that it uses directly (by import, reference, dotted string, or name of a URL), sorted.

    A module that uses none, as those that speak HTTP only, goes by its name where that tells one service, else by its place in the
    partition.
    """
    touched, tests = _touched(cut), _tests(cut)
    files = sorted(file for file in cut.codebase.files if file.kind is FileKind.TEST)
    return tuple(_move(cut, file, touched.get(file.module, Counter()), tests[file.module]) for file in files)


def _move(cut: Cut, file: SourceFile, touched: Counter[str], tests: int) -> TestMove:
    services = tuple(sorted(touched))
    if len(services) > 1:
        return TestMove(file.module, file.path, "", services, tests, f"it uses {listed(services)}")
    if services:
        return TestMove(
            file.module, file.path, services[0], services, tests, f"it uses {services[0]} in {counted(touched.total(), 'place')}"
        )
    named = _named(cut, file)
    if named:
        return TestMove(file.module, file.path, named, (named,), tests, "its name says so; no use of a service is seen in it")
    home = cut.home(file.module) or SHARED
    beside = () if home == SHARED else (home,)
    return TestMove(file.module, file.path, home, beside, tests, "it stands beside what it tests" if beside else "it uses no service")


def _named(cut: Cut, file: SourceFile) -> str:
    """The one service whose id shares all of its words with the path of a test module, from the last folder up."""
    parts = file.module.split(".")
    for part in reversed(parts):
        alike = [service for service in cut.services if words(service) and words(service) <= words(part)]
        if len(alike) == 1:
            return alike[0]
    return ""


def _touched(cut: Cut) -> Mapping[str, Counter[str]]:
    """By test module, the services whose code it uses and in how many places; what test modules take from each other says nothing."""
    tests = {file.module for file in cut.codebase.files if file.kind is FileKind.TEST}
    facts = cut.codebase
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for reference in facts.of(Reference):
        if reference.source_module in tests and reference.target_module not in tests:
            found[reference.source_module][cut.home(reference.target_module)] += reference.count
    for statement in facts.of(Import):
        if statement.importer in tests and statement.resolved not in tests:
            found[statement.importer][cut.home(statement.resolved)] += 1
    for string in facts.of(StringReference):
        if string.source_module in tests and string.target_module not in tests:
            found[string.source_module][cut.home(string.target_module)] += 1
    homes = {endpoint.name: cut.home(endpoint.module) for endpoint in facts.of(Endpoint) if endpoint.name}
    for use in facts.of(UrlUse):
        if use.module in tests and use.name in homes:
            found[use.module][homes[use.name]] += 1
    services = set(cut.services)
    return {module: Counter({s: n for s, n in uses.items() if s in services}) for module, uses in found.items()}


def _tests(cut: Cut) -> Counter[str]:
    """By module, the functions and methods that test runners collect: those named ``test...``."""
    return Counter(definition.module for definition in cut.definitions.values() if _is_test(definition))


def _is_test(definition: Definition) -> bool:
    return definition.kind in (DefinitionKind.FUNCTION, DefinitionKind.METHOD) and definition.name.rpartition(".")[2].startswith("test")
