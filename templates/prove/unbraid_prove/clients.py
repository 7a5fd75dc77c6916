"""Test clients that speak to an application in their own process: noted, and in a forwarding run sent to the gateway instead."""

import contextlib
import functools
import json
import sys

from unbraid_prove import crossing, exchanges, identity, reasons, rows, state
from unbraid_prove.imports import after_import, replace
from unbraid_prove.journal import JOURNAL
from unbraid_prove.run import current


def install():
    identity.install()
    if not current().forwards:
        rows.install()
    after_import("werkzeug.test", lambda module: replace(module, "run_wsgi_app", _werkzeug))
    after_import("webtest.app", lambda module: replace(module.TestApp, "do_request", _swapping(crossing.WsgiForwarder)))
    for package in ("httpx", "httpx2"):
        after_import(package + "._transports.wsgi", _httpx_wsgi)
        after_import(package + "._transports.asgi", _httpx_asgi)
    after_import("starlette.testclient", _starlette)
    after_import("django.test.client", _django)
    if current().mode == "record":
        after_import("flask.testing", _flask_context)


def _flask_context(module):
    """A test that looks at the request's context after the answer fails here, as it would with another process."""

    def make(original):
        @functools.wraps(original)
        def __enter__(self):
            found = original(self)
            self.preserve_context = False
            return found

        return __enter__

    replace(module.FlaskClient, "__enter__", make)


def _httpx_wsgi(module):
    replace(module.WSGITransport, "handle_request", _swapping(crossing.WsgiForwarder))


def _httpx_asgi(module):
    replace(module.ASGITransport, "handle_async_request", _swapping_async(crossing.AsgiForwarder))


def _starlette(module):
    if hasattr(module, "_TestClientTransport"):
        replace(module._TestClientTransport, "handle_request", _swapping(crossing.AsgiForwarder))
    if hasattr(module, "_ASGIAdapter"):
        replace(module._ASGIAdapter, "send", _swapping(crossing.AsgiForwarder))


def seen(app):
    """Note a request; whether it goes to the services."""
    if not identity.is_monolith(app):
        JOURNAL.reason("own-application", "asks an application that the test has made for itself")
        return False
    if identity.has_more_routes(app):
        JOURNAL.reason("routes", "adds routes to the application of its own process")
    return _goes_to_services(app)


def _goes_to_services(app):
    reasons.at_request(app)
    if current().forwards:
        return True
    state.collect(app)
    JOURNAL.request("", "")
    return False


NOTING = {crossing.WsgiForwarder: exchanges.Wsgi, crossing.AsgiForwarder: exchanges.Asgi}


def noting(recorder, app):
    """The monolith's application with its answers noted; one that a test has made for itself as it is."""
    return recorder(app) if identity.is_monolith(app) else app


class _Raising:
    """Notes an exception of the application that comes out of the client."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None and issubclass(kind, Exception):
            JOURNAL.reason("raises", "lets an exception of the application out of the client: {}".format(kind.__name__))
        return False


def _werkzeug(original):
    @functools.wraps(original)
    def run_wsgi_app(app, environ, buffered=False):
        if seen(app):
            return original(crossing.WsgiForwarder(app), environ, buffered)
        with _Raising():
            return original(noting(exchanges.Wsgi, app), environ, buffered)

    return run_wsgi_app


def _swapping(forwarder):
    """Wraps a method whose object holds the application as ``app``."""

    def make(original):
        @functools.wraps(original)
        def method(self, *args, **options):
            app = self.app
            goes = seen(app)
            self.app = forwarder(app) if goes else noting(NOTING[forwarder], app)
            try:
                with contextlib.nullcontext() if goes else _Raising():
                    return original(self, *args, **options)
            finally:
                self.app = app

        return method

    return make


def _swapping_async(forwarder):
    def make(original):
        @functools.wraps(original)
        async def method(self, *args, **options):
            app = self.app
            goes = seen(app)
            self.app = forwarder(app) if goes else noting(NOTING[forwarder], app)
            try:
                with contextlib.nullcontext() if goes else _Raising():
                    return await original(self, *args, **options)
            finally:
                self.app = app

        return method

    return make


def _django(module):
    replace(module.ClientHandler, "__call__", _django_handler)
    if hasattr(module, "AsyncClientHandler"):
        replace(module.AsyncClientHandler, "__call__", _django_async_handler)
    replace(module.Client, "request", _watched_response)


def _django_handler(original):
    def __call__(self, environ):
        from django.core.handlers.wsgi import WSGIRequest

        if not _seen_by_django(self):
            body, privileges = exchanges.django_body(environ), _privileges(self)
            with rows.Asking():
                response = original(self, environ)
            exchanges.note_django(environ, body, response, privileges)
            return response
        request = WSGIRequest(environ)
        request._dont_enforce_csrf_checks = not self.enforce_csrf_checks
        answer = crossing.cross_environ(None, environ, **_privileges(self))
        response = _django_response(answer)
        response.wsgi_request = request
        return response

    return __call__


def _django_async_handler(original):
    async def __call__(self, scope):
        from django.core.handlers.asgi import ASGIRequest

        if not _seen_by_django(self):
            return await original(self, scope)
        stream = scope.pop("_body_file", None)
        body = stream.read() if stream is not None else b""
        request = ASGIRequest(scope, stream)
        answer = crossing.cross_scope(None, scope, body)
        response = _django_response(answer)
        response.asgi_request = request
        return response

    return __call__


def _seen_by_django(handler):
    if getattr(handler, "_force_token", None) is not None:
        JOURNAL.reason("forced-token", "logs in by a token object of its own process")
    return _goes_to_services(None)


def _privileges(handler):
    """What a client of Django may do beyond HTTP, as values that can travel."""
    found = {"unbraid.csrf_exempt": ""} if handler.enforce_csrf_checks else {"unbraid.csrf_exempt": "1"}
    user = getattr(handler, "_force_user", None)
    if user is not None and getattr(user, "pk", None) is not None:
        found["unbraid.force_user"] = json.dumps([user._meta.label, str(user.pk)])
    return found


def _django_response(answer):
    from django.http import HttpResponse

    response = HttpResponse(answer.body, status=answer.status, reason=answer.reason)
    del response["Content-Type"]
    for name, value in answer.headers:
        if name.lower() == "set-cookie":
            response.cookies.load(value)
        else:
            response[name] = value
    if "rest_framework" in sys.modules and response.get("Content-Type", "").partition(";")[0].endswith("json"):
        response.data = _data(answer.body)
    if response.has_header("Location") and 300 <= answer.status < 400:
        response.url = response["Location"]
    return response


def _data(body):
    """What REST framework's own client gives as ``data``, as far as the body tells it."""
    try:
        return json.loads(body.decode("utf-8")) if body else None
    except ValueError:
        return None


def _watched_response(original):
    @functools.wraps(original)
    def request(self, **options):
        with _Raising():
            response = original(self, **options)
        return reasons.watched(response)

    return request
