"""Page templates: which code renders them, how they hang together, which endpoints and libraries of tags they use."""

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.framework import Framework
from analyzer.frameworks.templates.files import Files
from analyzer.frameworks.templates.markup import markup
from analyzer.frameworks.templates.renders import LAST_NAMES, renders
from analyzer.frameworks.templates.tags import loaded
from analyzer.model.codebase import Fact
from analyzer.model.syntax import Call
from analyzer.read.program import Program


def _facts(program: Program) -> Iterator[Fact]:
    templates = program.templates or {}
    files = Files(templates, _folders(program) if templates else ())
    uses = [*renders(program, files), *markup(templates, files)]
    yield from uses
    yield from loaded(program, templates, uses)


def _folders(program: Program) -> Iterator[str]:
    """The folders that applications and blueprints name as ``template_folder``, relative to the root."""
    for module in sorted(program.modules):
        syntax = program.modules[module]
        for one in syntax.assignments:
            if isinstance(one.value, Call):
                folder = text_of(program, module, one.scope, one.value.keyword("template_folder"))
                if folder:
                    yield normpath(join(dirname(syntax.path), folder))


TEMPLATES = Framework("templates", LAST_NAMES | {"('word')"}, _facts)
