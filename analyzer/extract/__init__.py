"""Extraction: the plan and the code base into services that run, and a system around them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from analyzer.disk import Templates
from analyzer.extract.configuration import configuration
from analyzer.extract.deploy import deploy_context, deploy_files
from analyzer.extract.ground import survey
from analyzer.extract.inference.functions import infer
from analyzer.extract.library import SOURCE, Kernel, Library, library_of, slices_of
from analyzer.extract.own_metadata import declared_distribution, metadata_files
from analyzer.extract.python_version import python_version
from analyzer.extract.rendering import TemplateProblemError
from analyzer.extract.seam_table import cut_seams
from analyzer.extract.services import held_files, made_files, plan_service
from analyzer.extract.stage import Stage
from analyzer.extract.stub import RUNTIME
from analyzer.extract.system_file import system_file
from analyzer.model.analysis import Analysis
from analyzer.model.files import FileSet, OutputFile, TextFile
from analyzer.model.place import Location, Problem
from analyzer.model.surface import Task


def make_services(
    analysis: Analysis,
    sources: Callable[[str], bytes],
    templates: Templates,
    stage: Stage = Stage.SEAMS,
    rest: str = "",
    refused: Collection[str] = (),
    kernel: Kernel = Kernel.COPY,
) -> tuple[FileSet, tuple[Problem, ...]]:
    """A directory for each service below ``services/``, the shared kernel's library beside them, and the system's files around.

    ``sources`` reads a file of the code base by its path relative to the root and raises OSError where it cannot; ``stage``
    says how far to split, ``rest`` which service is the monolith without what has been cut out, ``refused`` which functions are
    copied and not called over HTTP, ``kernel`` whether services share a library. The problems say what could not be done; files
    that could not be rewritten are copied whole. Raises TemplateProblemError.
    """
    ground = survey(analysis, sources, stage, rest, refused)
    if not ground.services:
        return FileSet(()), (Problem(Location("."), "no-services", "the boundaries hold no service, so there is nothing to scaffold"),)
    slices, members = slices_of(ground, kernel)
    services = tuple(plan_service(service, slices[service], ground) for service in ground.services)
    ground = replace(ground, seams=cut_seams(ground.seams, {service.id: service.clients for service in services}))
    held = {service.id: held_files(service, ground) for service in services}
    library = library_of(ground, members, services, held)
    context = deploy_context(ground, services, library, python_version(sources))
    files: list[OutputFile] = [*deploy_files(ground, services, templates, context), system_file(ground, services, library)]
    declared = declared_distribution(sources)
    for service in services:
        made = {file.path: file for file in made_files(service, ground, templates, context)}
        known = metadata_files(declared, service, ground.source, analysis.codebase.of(Task))
        all_of = {**_without(held[service.id], library), **{file.path: file for file in known}, **made}
        all_of[f"{RUNTIME}.json"] = TextFile(f"{RUNTIME}.json", configuration(service, ground))
        files += [replace(file, path=f"services/{service.folder}/{path}") for path, file in all_of.items()]
    files += [replace(file, path=f"{SOURCE}/{file.path}") for file in (library.files if library is not None else ())]
    return FileSet.of(files), tuple(sorted((*ground.problems, *ground.shelf.problems)))


def _without(held: Mapping[str, OutputFile], library: Library | None) -> dict[str, OutputFile]:
    """The files of a service that its library does not bring."""
    brought = {file.path for file in library.files} if library is not None else set()
    return {path: file for path, file in held.items() if path not in brought}


__all__ = ["Kernel", "Stage", "TemplateProblemError", "infer", "make_services"]
