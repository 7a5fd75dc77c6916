"""Everything about the code base that all of its services share, worked out once."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from analyzer.extract.applications import chosen_application, django_settings, stack_of
from analyzer.extract.assets import AssetPlace, asset_places
from analyzer.extract.client_call import RemoteCall
from analyzer.extract.code_index import CodeIndex, index_code
from analyzer.extract.distributions import unimported
from analyzer.extract.facades.facade import Facade
from analyzer.extract.facades.making import make_facades
from analyzer.extract.folders import service_folders
from analyzer.extract.handed import handed_on
from analyzer.extract.keeping import keeping
from analyzer.extract.large_assets import large_folders
from analyzer.extract.migrations import Migrations, find_migrations
from analyzer.extract.routes import RouteTable, route_table
from analyzer.extract.scripts import scripts_of
from analyzer.extract.seam_table import Demoted, RemoteSeam, Use, remote_seams
from analyzer.extract.signatures import Signatures
from analyzer.extract.slices import StubShelf
from analyzer.extract.stacks import PLAIN, Stack
from analyzer.extract.stage import Stage
from analyzer.extract.touching import touched, touched_by_queries
from analyzer.model.analysis import Analysis
from analyzer.model.codebase import Codebase
from analyzer.model.data import Entity
from analyzer.model.facts import StringReference
from analyzer.model.place import ModuleName, Problem, QualName
from analyzer.model.surface import Application, Endpoint, Requirement


@dataclass(frozen=True, slots=True)
class Ground:
    """The analysis and what follows from it for every service. ``folders`` maps a service id to its directory and host name;
    ``entry`` are the modules that every service starts; ``tops`` the first parts of all module names; ``seams`` the functions
    that are called over HTTP, ``demoted`` those that are copied after all, ``touches`` the entities that each seam reads or
    writes; ``rest`` is the service that stands for all that is not cut out yet (``""`` for none); ``large`` are folders of files
    that not every service gets; ``places`` tell where the files that are no modules lie;
    ``facades`` are the queries for other services' stored objects that become calls, ``texts`` the modules that had them;
    ``unimported`` are the distributions that are declared, and that no module imports; ``scripts`` are modules to be run, not imported."""

    analysis: Analysis
    code: CodeIndex
    shelf: StubShelf
    services: tuple[str, ...]
    folders: Mapping[str, str]
    application: Application | None
    settings_module: ModuleName | None
    entry: tuple[ModuleName, ...]
    installed: tuple[str, ...]
    stack: Stack
    routes: RouteTable
    migrations: Migrations | None
    tops: frozenset[str]
    stage: Stage
    seams: tuple[RemoteSeam, ...]
    demoted: tuple[Demoted, ...]
    touches: Mapping[str, tuple[str, ...]]
    rest: str
    large: frozenset[str]
    places: tuple[AssetPlace, ...]
    facades: tuple[Facade, ...]
    texts: Mapping[ModuleName, str]
    unimported: frozenset[str]
    scripts: frozenset[ModuleName]
    problems: tuple[Problem, ...]

    @property
    def codebase(self) -> Codebase:
        """The code base that was analysed."""
        return self.analysis.codebase

    def source(self, module: ModuleName) -> bytes:
        """The bytes of a module; nothing where it cannot be read."""
        try:
            return self.shelf.sources(self.code.files[module].path)
        except OSError:
            return b""


def survey(
    analysis: Analysis, sources: Callable[[str], bytes], stage: Stage = Stage.SEAMS, rest: str = "", refused: Collection[str] = ()
) -> Ground:
    """What all services share: application, stack, routes, seams, stand-ins, migrations."""
    codebase, code = analysis.codebase, index_code(analysis)
    services = analysis.partition.services
    first = services[0] if services else ""
    application = chosen_application(first, codebase, code)
    stack = stack_of(application.framework) if application is not None else PLAIN
    settings = django_settings(codebase, code, sources) if stack.name == "django" else None
    entry = tuple(sorted({module for module in (application and application.module, settings) if module}))
    table, problems = route_table(codebase.outside_tests(Endpoint), analysis.partition.homes(), services, rest)
    entities: dict[str, list[QualName]] = {service: [] for service in services}
    for entity in codebase.of(Entity):
        if code.home(entity.module) in services:
            entities[code.home(entity.module)].append(entity.name)
    seams, demoted = remote_seams(analysis, sources, refused) if stage is Stage.SEAMS else ((), ())
    callers = {seam.target: frozenset(seam.callers) for seam in seams}
    folders = service_folders(services)
    facades, texts = make_facades(analysis, sources, folders, refused) if stage is Stage.SEAMS else ((), {})
    large, too_large = large_folders(codebase, table.default)
    kept = keeping(analysis, entry, callers, Signatures(code, sources), demoted, handed_on(codebase, code, sources))
    return Ground(
        analysis,
        code,
        StubShelf(code, sources, kept, _calls(seams)),
        services,
        folders,
        application,
        settings,
        entry,
        _installed(codebase, settings),
        stack,
        table,
        find_migrations(codebase, application, {service: tuple(names) for service, names in entities.items()}, rest),
        frozenset(module.partition(".")[0] for module in code.files),
        stage,
        (*seams, *(facade.seam for facade in facades)),
        demoted,
        {**touched(callers, kept.uses, codebase), **touched_by_queries(facades, codebase)},
        rest,
        large,
        asset_places(codebase, code),
        facades,
        texts,
        unimported(codebase.of(Requirement), {fact.name for facts in code.packages.values() for fact in facts}),
        scripts_of(codebase, code, entry, sources),
        (*problems, *too_large),
    )


def _calls(seams: Iterable[RemoteSeam]) -> dict[ModuleName, dict[str, RemoteCall]]:
    """How the functions of each module are called, by name inside it."""
    found: dict[ModuleName, dict[str, RemoteCall]] = defaultdict(dict)
    for seam in seams:
        found[seam.module][seam.attribute] = RemoteCall(seam.target, seam.is_bound, seam.use is not Use.CALL)
    return found


def _installed(codebase: Codebase, settings: ModuleName | None) -> tuple[str, ...]:
    """The packages that a Django project's settings name as installed."""
    if settings is None:
        return ()
    named = [fact for fact in codebase.of(StringReference) if "INSTALLED_APPS" in fact.via or "APPS" in fact.via]
    packages = {fact.text for fact in named} | {str(fact.target_module) for fact in named}
    return tuple(sorted(packages | {name.rpartition(".apps")[0] for name in packages if ".apps" in name}))
