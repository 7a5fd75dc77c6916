"""OpenTelemetry for a service, for those who want it: the instrumentations of the libraries that it installs."""

from analyzer.extract.services import Service

_ALWAYS = ("opentelemetry-distro", "opentelemetry-exporter-otlp-proto-http", "opentelemetry-instrumentation-logging")
_OF_LIBRARY = {
    "aiohttp": "aiohttp-client", "asyncpg": "asyncpg", "celery": "celery", "django": "django", "fastapi": "fastapi", "flask": "flask",
    "httpx": "httpx", "mysqlclient": "mysqlclient", "psycopg": "psycopg", "psycopg2": "psycopg2", "psycopg2-binary": "psycopg2",
    "pyramid": "pyramid", "redis": "redis", "requests": "requests", "sqlalchemy": "sqlalchemy", "starlette": "starlette",
    "urllib3": "urllib3",
}  # fmt: skip
"""Distribution to the last part of the name of its instrumentation."""


def telemetry(service: Service) -> tuple[str, ...]:
    """The distributions that a service installs to send traces, sorted."""
    wanted = {f"opentelemetry-instrumentation-{name}" for library, name in _OF_LIBRARY.items() if service.uses(library)}
    return tuple(sorted({*_ALWAYS, *wanted}))
