"""Which code renders which template."""

from collections.abc import Iterator

from analyzer.frameworks.constants import text_of, texts_of
from analyzer.frameworks.kept_sites import sites_named
from analyzer.frameworks.note import Note
from analyzer.frameworks.scopes import outward
from analyzer.frameworks.templates.files import Files
from analyzer.model.place import Location, ModuleName
from analyzer.model.surface import TemplateUse
from analyzer.model.syntax import Call, Expr, ModuleSyntax
from analyzer.read.program import Program

RENDERERS: dict[str, tuple[int, str]] = {
    "flask.render_template": (0, "template_name_or_list"),
    "flask.templating.render_template": (0, "template_name_or_list"),
    "flask.stream_template": (0, "template_name_or_list"),
    "django.shortcuts.render": (1, "template_name"),
    "django.shortcuts.render_to_response": (0, "template_name"),
    "django.template.loader.render_to_string": (0, "template_name"),
    "django.template.loader.get_template": (0, "template_name"),
    "django.template.loader.select_template": (0, "template_name_list"),
    "django.template.response.TemplateResponse": (1, "template"),
    "django.views.generic.TemplateView.as_view": (-1, "template_name"),
    "django.views.generic.base.TemplateView.as_view": (-1, "template_name"),
    "quart.render_template": (0, "template_name_or_list"),
    "flask_mail.render_template": (0, "template"),
}
"""Function to the position and keyword of the template's name."""

METHODS = {"get_template": (0, "name"), "select_template": (0, "names"), "TemplateResponse": (0, "name"), "from_string": (9, "")}
"""The same for methods of objects that are not known (a Jinja environment, Starlette's templates); a file must have the name."""

ATTRIBUTES = frozenset({"template_name", "template", "template_path", "form_template", "list_template"})
LAST_NAMES = frozenset(name.rpartition(".")[2] for name in RENDERERS) | frozenset(METHODS)


def renders(program: Program, files: Files) -> Iterator[TemplateUse]:
    """A use for each place in code that names a template; ``by`` is the definition that does."""
    for syntax, site in sites_named(program, LAST_NAMES):
        for name, is_sure in _named(program, syntax.module, site.scope, site.call):
            yield from _use(syntax, files, name, site.scope, site.call.line, is_sure)
    for module in FILLING.modules(program):
        yield from _attributes(program, program.modules[module], files)
    # What is handed on is only told where it is a file.
    for module in sorted(program.modules) if program.templates else ():
        yield from _handed_on(program, program.modules[module], files)


def _fills(program: Program, module: str) -> bool:
    return any(one.target in ATTRIBUTES for one in program.modules[module].assignments)


FILLING = Note("attributes of templates", _fills)


def _named(program: Program, module: str, scope: str, call: Call) -> Iterator[tuple[str, bool]]:
    full = program.resolve(module, call.func, scope)
    known = RENDERERS.get(full) or next((where for name, where in RENDERERS.items() if _inherits(program, full, name)), None)
    where = known or METHODS.get(call.func.rpartition(".")[2])
    if where is not None:
        value = call.argument(where[0], where[1]) if where[0] >= 0 else call.keyword(where[1])
        for text in _texts(program, module, scope, value):
            yield text, known is not None


def _inherits(program: Program, full: str, name: str) -> bool:
    """Whether a dotted name is a method that a class of the code base inherits from the class in ``name``."""
    owner, _, method = full.rpartition(".")
    return name.endswith(f".{method}") and name.rpartition(".")[0] in program.ancestors(owner) if owner and method == "as_view" else False


def _texts(program: Program, module: str, scope: str, value: Expr | None) -> tuple[str, ...]:
    text = text_of(program, module, scope, value)
    return (text,) if text is not None else texts_of(program, module, scope, value) or ()


def _attributes(program: Program, syntax: ModuleSyntax, files: Files) -> Iterator[TemplateUse]:
    """``template_name = "x.html"`` in a class body."""
    named = [one for one in syntax.assignments if one.target in ATTRIBUTES]
    classes = {one.name for one in syntax.classes} if named else ()
    for one in named:
        if one.scope in classes:
            for text in _texts(program, syntax.module, one.scope, one.value):
                yield from _use(syntax, files, text, one.scope, one.line, one.target == "template_name" and "." in text)


def _handed_on(program: Program, syntax: ModuleSyntax, files: Files) -> Iterator[TemplateUse]:
    """Names of template files given to functions that are not known to render: helpers of the code base hand them on."""
    for site in syntax.calls:
        values = (*site.call.args, *(value for _, value in site.call.keywords))
        for value in values if site.call.func.rpartition(".")[2] not in LAST_NAMES else ():
            text = text_of(program, syntax.module, site.scope, value)
            if text is not None and text.endswith((".html", ".j2", ".jinja", ".jinja2", ".txt", ".xml", ".mjml")):
                yield from _use(syntax, files, text, site.scope, site.call.line, False)


def _use(syntax: ModuleSyntax, files: Files, name: str, scope: str, line: int, is_sure: bool) -> Iterator[TemplateUse]:
    """A use of the file that a name means; where no file has the name, of the name itself if it is surely a template's."""
    path = files.find(name, syntax.path)
    if path or is_sure:
        definition = next(iter(outward(scope)), "")
        by = f"{syntax.module}.{definition}" if definition else syntax.module
        yield TemplateUse(path or name, ModuleName(syntax.module), by, "renders", Location(syntax.path, line))
