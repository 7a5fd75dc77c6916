"""Jobs without a decorator: functions that are put into a queue of RQ, and modules in which Celery looks for jobs."""

from collections.abc import Iterator

from analyzer.frameworks.celery.kinds import QUEUED
from analyzer.frameworks.constants import text_of, texts_of
from analyzer.frameworks.imported import imports_any
from analyzer.model.facts import StringReference
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.surface import Task
from analyzer.model.syntax import CallSite, Name, Text
from analyzer.read.program import Program


def queued(program: Program, known: frozenset[str]) -> Iterator[Task]:
    """A job of RQ for each function of the code base that is enqueued, as itself or by its dotted path, and is no job otherwise."""
    if not imports_any(program, "rq", "django_rq", "flask_rq2", "rq_scheduler"):
        return
    seen: set[str] = set(known)
    for module in sorted(program.modules):
        for site in program.modules[module].calls:
            full = _function(program, module, site)
            syntax = program.function_syntax(full) if full not in seen else None
            if syntax is not None:
                seen.add(full)
                home = ModuleName(program.defined_in(full))
                yield Task(full, QualName(full), home, "rq", Location(program.modules[home].path, syntax.line))


def _function(program: Program, module: str, site: CallSite) -> str:
    receiver, _, last = site.call.func.rpartition(".")
    if last not in QUEUED or not receiver:
        return ""
    position, keyword = QUEUED[last]
    given = site.call.argument(position, keyword)
    if isinstance(given, Name):
        return program.resolve(module, given.dotted, site.scope)
    return (text_of(program, module, site.scope, given) or "") if isinstance(given, Text) else ""


def discovered(program: Program) -> Iterator[StringReference]:
    """A string reference for each module of the code base that ``autodiscover_tasks(["package"])`` looks into."""
    for module in sorted(program.modules):
        syntax = program.modules[module]
        for site in syntax.calls:
            if not site.call.func.endswith(".autodiscover_tasks"):
                continue
            last = text_of(program, module, site.scope, site.call.argument(1, "related_name")) or "tasks"
            for package in texts_of(program, module, site.scope, site.call.argument(0, "packages")) or ():
                target = f"{package}.{last}"
                if target in program.modules:
                    at = Location(syntax.path, site.call.line)
                    yield StringReference(ModuleName(module), ModuleName(target), target, "autodiscover_tasks", at)
