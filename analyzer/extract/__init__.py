"""Extraction: the plan and the code base into services that run, and a system around them."""

from collections.abc import Callable, Collection
from dataclasses import replace

from analyzer.disk import Templates
from analyzer.extract.configuration import configuration
from analyzer.extract.deploy import deploy_context, deploy_files
from analyzer.extract.ground import survey
from analyzer.extract.python_version import python_version
from analyzer.extract.rendering import TemplateProblemError
from analyzer.extract.seam_table import cut_seams
from analyzer.extract.services import plan_service, service_files
from analyzer.extract.stage import Stage
from analyzer.extract.stub import RUNTIME
from analyzer.extract.system_file import system_file
from analyzer.model.analysis import Analysis
from analyzer.model.files import FileSet, OutputFile, TextFile
from analyzer.model.place import Location, Problem


def make_services(
    analysis: Analysis,
    sources: Callable[[str], bytes],
    templates: Templates,
    stage: Stage = Stage.SEAMS,
    rest: str = "",
    refused: Collection[str] = (),
) -> tuple[FileSet, tuple[Problem, ...]]:
    """A directory for each service below ``services/``, and the system's files beside it.

    ``sources`` reads a file of the code base by its path relative to the root and raises OSError where it cannot; ``stage``
    says how far to split, ``rest`` which service is the monolith without what has been cut out, ``refused`` which functions are
    copied and not called over HTTP. The problems say what could not be done; files that could not be rewritten are copied
    whole. Raises TemplateProblemError.
    """
    ground = survey(analysis, sources, stage, rest, refused)
    if not ground.services:
        return FileSet(()), (Problem(Location("."), "no-services", "the boundaries hold no service, so there is nothing to scaffold"),)
    services = tuple(plan_service(service, ground) for service in ground.services)
    ground = replace(ground, seams=cut_seams(ground.seams, {service.id: service.clients for service in services}))
    context = deploy_context(ground, services, python_version(sources))
    files: list[OutputFile] = [*deploy_files(ground, services, templates, context), system_file(ground, services)]
    for service in services:
        made = [*service_files(service, ground, templates, context), TextFile(f"{RUNTIME}.json", configuration(service, ground))]
        files += [replace(file, path=f"services/{service.folder}/{file.path}") for file in made]
    return FileSet.of(files), tuple(sorted((*ground.problems, *ground.shelf.problems)))


__all__ = ["Stage", "TemplateProblemError", "make_services"]
