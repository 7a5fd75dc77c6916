"""Which application a test client speaks to: the monolith's, or one that a test has made for itself; and how it was made."""

import functools
import sys

from unbraid_prove import carry
from unbraid_prove.imports import after_import
from unbraid_prove.run import current

_MADE = {}
_ROUTES = {}


def install():
    for module, attribute, is_factory in current().applications:
        if is_factory:
            after_import(module, functools.partial(_wrap_factory, attribute=attribute))


def _wrap_factory(module, attribute):
    original = getattr(module, attribute)

    @functools.wraps(original)
    def factory(*args, **options):
        made = original(*args, **options)
        _MADE[id(made)] = (made, args, options)
        _ROUTES[id(made)] = _count_routes(made)
        return made

    setattr(module, attribute, factory)


def arguments_of(app):
    """How the factory was called for an application, packed; None where it was not, or where it was called without arguments."""
    made = _MADE.get(id(app))
    if made is None or made[0] is not app or not (made[1] or made[2]):
        return None
    root = current().root
    try:
        return [[carry.pack(one, root) for one in made[1]], {name: carry.pack(one, root) for name, one in made[2].items()}]
    except carry.CannotCarryError:
        return None


def is_monolith(app):
    """Whether an application is the monolith's: made by its factory, its module-level object, or one with most of its routes."""
    if id(app) in _MADE and _MADE[id(app)][0] is app:
        return True
    for module, attribute, is_factory in current().applications:
        if not is_factory and getattr(sys.modules.get(module), attribute, None) is app:
            return True
    inner = getattr(app, "app", None) or getattr(app, "wsgi_app", None)
    if type(app).__name__ in ("_WrapASGI2", "_ASGI2", "Lint") and inner is not None:
        return is_monolith(inner)
    return _count_routes(app) >= max(1, current().routes // 2)


def has_more_routes(app):
    """Whether a test has added routes since the factory returned the application."""
    return id(app) in _MADE and _MADE[id(app)][0] is app and _count_routes(app) != _ROUTES[id(app)]


def _count_routes(app):
    rules = getattr(getattr(app, "url_map", None), "_rules", None)
    if rules is not None:
        return len(rules)
    return _nested(getattr(app, "routes", None))


def _nested(routes):
    if not isinstance(routes, (list, tuple)):
        return 0
    return sum(_nested(getattr(route, "routes", None)) or 1 for route in routes)
