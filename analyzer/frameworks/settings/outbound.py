"""Calls that leave the process: HTTP, mail, cloud services, caches, queues, sockets, other programs."""

from collections.abc import Iterator

from analyzer.model.place import Location, ModuleName
from analyzer.model.surface import ExternalCall
from analyzer.model.syntax import UseKind
from analyzer.read.program import Program

KINDS: dict[str, tuple[str, ...]] = {
    "http": (
        *("requests", "httpx", "urllib.request", "urllib2", "urllib3", "http.client", "httplib", "httplib2", "aiohttp"),
        *("stripe", "zeep", "suds", "xmlrpc.client", "xmlrpclib", "grpc"),
    ),
    "mail": ("smtplib", "imaplib", "poplib", "aiosmtplib", "flask_mail", "flask_mailman", "django.core.mail", "sendgrid"),
    "cloud": ("boto3", "botocore", "aioboto3", "boto", "google.cloud", "azure", "oss2", "minio"),
    "cache": ("redis", "memcache", "pymemcache", "pylibmc", "aioredis", "django.core.cache.cache"),
    "queue": ("pika", "kombu.Connection", "kafka", "confluent_kafka", "aiokafka", "nats", "paho.mqtt"),
    "search": ("elasticsearch", "opensearchpy", "pysolr", "meilisearch"),
    "socket": ("socket.socket", "socket.create_connection", "ftplib", "telnetlib", "paramiko", "ldap", "ldap3"),
    "process": ("subprocess", "os.system", "os.popen"),
}
"""Kind to the modules (or single names) whose calls are of that kind."""

KIND_OF = {name: kind for kind, names in KINDS.items() for name in names}
QUIET = (".exceptions.", "Error", "Exception", "Warning", "Timeout", ".adapters.", ".auth.", ".types.", ".enums.", ".models.", "_pb2.")
"""Parts of names that make values and errors, and call nothing outside."""


def outbound(program: Program) -> Iterator[ExternalCall]:
    """A fact for each outside function or class that a module calls, at its first place."""
    for module in sorted(program.modules):
        syntax = program.modules[module]
        first: dict[tuple[str, str], int] = {}
        for use in syntax.uses:
            if use.kind is UseKind.CALL:
                full = program.resolve(module, use.chain, use.scope)
                kind = _kind(full) if full else ""
                if kind:
                    key = (kind, full)
                    first[key] = min(first.get(key, use.line), use.line)
        for (kind, what), line in sorted(first.items()):
            yield ExternalCall(kind, what, ModuleName(module), Location(syntax.path, line))


def _kind(full: str) -> str:
    if any(part in full for part in QUIET):
        return ""
    parts = full.split(".")
    return next((kind for end in range(1, min(len(parts), 4) + 1) if (kind := KIND_OF.get(".".join(parts[:end])))), "")
