"""Calls that leave the process: HTTP, mail, cloud services, caches, queues, sockets, other programs, files."""

from collections.abc import Iterable, Iterator

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.kept_sites import sites_named
from analyzer.model.place import Location, ModuleName
from analyzer.model.surface import ExternalCall
from analyzer.model.syntax import CallSite, ModuleSyntax, Use, UseKind
from analyzer.read.program import Program

KINDS: dict[str, tuple[str, ...]] = {
    "http": (
        *("requests", "httpx", "urllib.request", "urllib2", "urllib3", "http.client", "httplib", "httplib2", "aiohttp"),
        *("stripe", "zeep", "suds", "xmlrpc.client", "xmlrpclib", "grpc", "twilio", "slack_sdk", "openai", "anthropic"),
    ),
    "mail": ("smtplib", "imaplib", "poplib", "aiosmtplib", "flask_mail", "flask_mailman", "django.core.mail", "sendgrid"),
    "cloud": ("boto3", "botocore", "aioboto3", "boto", "google.cloud", "azure", "oss2", "minio"),
    "cache": (
        "redis",
        "memcache",
        "pymemcache",
        "pylibmc",
        "aioredis",
        "django.core.cache.cache",
        "django.core.cache.caches",
        "flask_caching",
        "aiocache",
        "diskcache",
    ),
    "queue": ("pika", "kombu.Connection", "kafka", "confluent_kafka", "aiokafka", "nats", "paho.mqtt", "aio_pika", "stomp", "zmq"),
    "search": ("elasticsearch", "opensearchpy", "pysolr", "meilisearch"),
    "socket": ("socket.socket", "socket.create_connection", "ftplib", "telnetlib", "paramiko", "ldap", "ldap3"),
    "process": ("subprocess", "os.system", "os.popen"),
}
"""Kind to the modules (or single names) whose calls are of that kind."""

OPENERS = frozenset({"io.open", "codecs.open", "gzip.open", "bz2.open", "lzma.open", "tarfile.open", "aiofiles.open", "pathlib.Path"})
"""What a path is given to, besides ``open``."""

TOPS = frozenset(name.partition(".")[0] for names in KINDS.values() for name in names)
KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}
QUIET = (".exceptions.", "Error", "Exception", "Warning", "Timeout", ".adapters.", ".auth.", ".types.", ".enums.", ".models.", "_pb2.")
"""Parts of names that make values and errors, and call nothing outside."""


def outbound(program: Program, syntax: ModuleSyntax, uses: Iterable[Use]) -> Iterator[ExternalCall]:
    """A fact for each outside function or class that a module calls, at its first place."""
    first: dict[tuple[str, str], int] = {}
    for use in uses:
        if use.kind is UseKind.CALL:
            full = program.resolve(syntax.module, use.chain, use.scope)
            kind = _kind(full) if full else ""
            if kind:
                key = (kind, full)
                first[key] = min(first.get(key, use.line), use.line)
    services = {site.call.line: service for site in syntax.calls if (service := _service(program, syntax.module, site))}
    for (kind, what), line in sorted(first.items()):
        yield ExternalCall(kind, what, ModuleName(syntax.module), Location(syntax.path, line))
    for line, what in sorted(services.items()):
        yield ExternalCall("cloud", what, ModuleName(syntax.module), Location(syntax.path, line))


def _service(program: Program, module: str, site: CallSite) -> str:
    """The service that a client of Amazon's library is made for: ``boto3.client(s3)``, or ``""``."""
    call = site.call
    if call.func.rpartition(".")[2] not in ("client", "resource") or not call.args:
        return ""
    full = program.resolve(module, call.func, site.scope)
    service = text_of(program, module, site.scope, call.args[0]) if full.startswith(("boto3.", "aioboto3.", "botocore.")) else None
    return f"{full.rstrip('()')}({service})" if service else ""


def files(program: Program) -> Iterator[ExternalCall]:
    """A fact for each file that a module opens whose path stands in the source, first place."""
    first: dict[tuple[str, str], Location] = {}
    for syntax, site in sites_named(program, ("open", "Path")):
        if site.call.args and _opens(program, syntax.module, site):
            path = text_of(program, syntax.module, site.scope, site.call.args[0])
            if path and len(path) <= 200 and path not in (".", ".."):
                first.setdefault((syntax.module, path), Location(syntax.path, site.call.line))
    for (module, path), at in sorted(first.items()):
        yield ExternalCall("file", path, ModuleName(module), at)


def _opens(program: Program, module: str, site: CallSite) -> bool:
    func = site.call.func
    if func == "open":
        return not program.resolve(module, func, site.scope)
    return program.resolve(module, func, site.scope) in OPENERS


def _kind(full: str) -> str:
    if any(part in full for part in QUIET):
        return ""
    parts = full.split(".")
    return next((kind for end in range(1, min(len(parts), 4) + 1) if (kind := KIND_OF.get(".".join(parts[:end])))), "")
