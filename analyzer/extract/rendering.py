"""Jinja2 templates into files: every template of a folder becomes the file of its name without ``.j2``."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import PurePosixPath

import jinja2

from analyzer.disk import Templates
from analyzer.extract.escape import FILTERS
from analyzer.model.files import TextFile

SUFFIX = ".j2"
_EXECUTABLE = {".sh"}


class TemplateProblemError(ValueError):
    """A template that cannot be rendered: its name, line, and what is wrong."""


@lru_cache(maxsize=4)
def environment(templates: Templates) -> jinja2.Environment:
    """The environment of the templates of extraction: unknown names are errors, and nothing is escaped unless asked for. It keeps
    what it has compiled, since every service is rendered from the same templates."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in templates.folders]),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # no HTML is written; each language has its own filter
    )
    made.filters.update(FILTERS)
    return made


def render_folders(
    templates: Templates, folders: Iterable[str], context: Mapping[str, object], renamed: Mapping[str, str]
) -> list[TextFile]:
    """The files of template folders; where two folders have one name, the later wins. ``renamed`` maps a path or its first
    part to another. An empty result is no file. Raises
    TemplateProblemError."""
    names: dict[str, str] = {}
    for folder in folders:
        for name in templates.names(folder):
            if name.endswith(SUFFIX):
                names[name.removeprefix(folder + "/").removesuffix(SUFFIX)] = name
    env = environment(templates)
    found = []
    for path, name in sorted(names.items()):
        text = _render(env, name, context)
        if text.strip():
            target = _renamed(path, renamed)
            found.append(TextFile(target, text, PurePosixPath(target).suffix in _EXECUTABLE))
    return found


def _render(env: jinja2.Environment, name: str, context: Mapping[str, object]) -> str:
    try:
        return env.get_template(name).render(context)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateProblemError(f"{name}, line {error.lineno}: {error.message}") from error
    except jinja2.TemplateError as error:
        raise TemplateProblemError(f"{name}: {error}") from error


def _renamed(path: str, renamed: Mapping[str, str]) -> str:
    first, slash, rest = path.partition("/")
    return renamed.get(path, renamed.get(first, first) + slash + rest)
