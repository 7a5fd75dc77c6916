"""Runs inside an application's own environment: builds the application and prints the routes that the framework serves, as JSON.

``python dump.py FRAMEWORK JOB``, where JOB is JSON: ``setup`` (code to run first), ``apps`` (expressions ``module:expression``, or URL
configurations for Django), ``own`` (folders whose code is the application's). Imports nothing but the standard library and the framework.
"""

import contextlib
import functools
import importlib
import io
import json
import os
import re
import sys
import types
import warnings

MAX_CLOSURE = 40
FORMAT_SUFFIX = re.compile(r"\.\(\?P<format>\[a-z0-9\]\+\)/\?\$?|<drf_format_suffix")
"""REST framework serves each of its routes a second time with a file extension: the same endpoint."""


def main() -> None:
    framework, job = sys.argv[1], json.loads(sys.argv[2])
    warnings.simplefilter("ignore")
    noise = io.StringIO()
    with contextlib.redirect_stdout(noise):
        exec(job["setup"], {"__name__": "setup"})
        rows = [row for app in job["apps"] for row in DUMPS[framework](app, job)]
    print("\n" + json.dumps(rows), flush=True)
    # Applications leave threads behind that would keep the process alive.
    os._exit(0)


def evaluated(app: str):
    module, _, expression = app.partition(":")
    loaded = importlib.import_module(module)
    return eval(expression, vars(loaded)) if expression else loaded


# -- what serves a route ------------------------------------------------------------------------------------------------


def handlers(view, own) -> dict:
    """The dotted names that a view goes by, nearest first (wrappers looked through), and whether any of them is the application's."""
    names, is_own = [], False
    for one in layers(view):
        name = named(one)
        if name and name not in names:
            names.append(name)
            is_own = is_own or lies_in(one, own)
    return {"handlers": names, "own": is_own}


def layers(view) -> list:
    """A view, what it wraps, the class behind it, and the callables in its closures; each once."""
    found, queue = [], [view]
    while queue and len(found) < MAX_CLOSURE:
        one = queue.pop(0)
        if any(one is seen for seen in found):
            continue
        found.append(one)
        inner = [getattr(one, name, None) for name in ("view_class", "cls", "__wrapped__", "__func__", "func")]
        queue += [each for each in inner if is_code(each)]
        if isinstance(one, type) and one.__name__ == "WrappedAPIView":
            # REST framework makes a class of this name around a function.
            queue += [each for name, each in vars(one).items() if name in one.http_method_names]
        closure = getattr(one, "__closure__", None)
        for cell in closure or ():
            with contextlib.suppress(ValueError):
                if is_code(cell.cell_contents):
                    queue.append(cell.cell_contents)
        if not isinstance(one, types.FunctionType | types.MethodType | functools.partial | type) and callable(one):
            queue.append(type(one))
    return found


def is_code(one) -> bool:
    return isinstance(one, types.FunctionType | types.MethodType | type | functools.partial)


def named(one) -> str:
    if isinstance(one, types.MethodType):
        one = one.__func__
    module, name = getattr(one, "__module__", None), getattr(one, "__qualname__", None)
    return f"{module}.{name}".replace(".<locals>", "") if isinstance(module, str) and isinstance(name, str) else ""


def lies_in(one, own) -> bool:
    one = getattr(one, "__func__", one)
    paths = [getattr(sys.modules.get(getattr(one, "__module__", "") or ""), "__file__", None) or ""]
    if isinstance(one, types.FunctionType):
        paths.append(one.__code__.co_filename)
    return any(os.path.realpath(path).startswith(folder + os.sep) for path in paths for folder in own)


# -- frameworks ---------------------------------------------------------------------------------------------------------


def flask(app: str, job: dict):
    application = evaluated(app)
    for rule in application.url_map.iter_rules():
        view = application.view_functions.get(rule.endpoint)
        if view is None:
            continue
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}) or [""]
        yield {"route": rule.rule, "methods": methods, "name": rule.endpoint, **handlers(view, job["own"])}


def fastapi(app: str, job: dict):
    yield from starlette_routes(evaluated(app).routes, "", job)


def starlette_routes(routes, prefix: str, job: dict):
    for route, context in with_included(routes):
        seen = getattr(context, "starlette_route", None) or context
        path = prefix + (getattr(seen, "path", "") or "")
        endpoint = getattr(context, "endpoint", None) or getattr(route, "endpoint", None)
        if endpoint is not None:
            given = getattr(context, "methods", None) or getattr(route, "methods", None)
            if not given and isinstance(endpoint, type):
                given = {verb.upper() for verb in ("get", "post", "put", "patch", "delete", "options") if hasattr(endpoint, verb)}
            methods = sorted(given or ()) or (["WEBSOCKET"] if "WebSocket" in type(route).__name__ else [""])
            yield {"route": path, "methods": methods, "name": getattr(context, "name", "") or "", **handlers(endpoint, job["own"])}
        elif getattr(route, "routes", None):
            yield from starlette_routes(route.routes, path, job)


def with_included(routes):
    """Routes with what they are under the prefix of an included router; releases of FastAPI differ in when they join the two."""
    for route in routes:
        if hasattr(route, "effective_route_contexts"):
            for context in route.effective_route_contexts():
                yield context.original_route, context
        else:
            yield route, route


def django(app: str, job: dict):
    import django as library
    from django.urls import get_resolver

    library.setup()
    yield from django_patterns(get_resolver(app or None), "", (), job)


def django_patterns(resolver, prefix: str, names: tuple, job: dict):
    from django.urls import URLResolver
    from django.urls.resolvers import LocalePrefixPattern

    for one in resolver.url_patterns:
        owns = [django_route(one.pattern)]
        if isinstance(one.pattern, LocalePrefixPattern):
            owns = ["<language>/"] if one.pattern.prefix_default_language else ["<language>/", ""]
        if isinstance(one, URLResolver):
            for own in owns if one.app_name != "admin" else ():
                yield from django_patterns(one, prefix + own, (*names, one.namespace) if one.namespace else names, job)
            continue
        if FORMAT_SUFFIX.search(str(one.pattern)):
            continue
        actions = getattr(one.callback, "actions", None) or {}
        methods = sorted({verb.upper() for verb in actions} - {"HEAD", "OPTIONS"}) or [""]
        row = {"route": "/" + prefix + owns[0], "methods": methods, "name": ":".join((*names, one.name or ""))}
        served = handlers(one.callback, job["own"])
        served["handlers"] += [named(getattr(one.callback.cls, action)) for action in actions.values()]
        yield {**row, **served}


def django_route(pattern) -> str:
    """A pattern as text with ``<name>`` for each argument; a regular expression is simplified by Django's own means."""
    from django.urls.resolvers import RegexPattern

    if not isinstance(pattern, RegexPattern):
        return str(pattern)
    from django.contrib.admindocs.views import simplify_regex

    text = str(pattern).removesuffix("\\Z")
    return simplify_regex(text).removeprefix("/") if text.strip("^$") else ""


DUMPS = {"flask": flask, "fastapi": fastapi, "django": django}

if __name__ == "__main__":
    main()
