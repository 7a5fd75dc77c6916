"""The directory of each service, which is its host name too."""

import re
from collections.abc import Iterable

RESERVED = frozenset({"cache", "db", "gateway", "kernel", "migrate", "queue", "roles"})
"""Names that other parts of the system have."""


def service_folders(services: Iterable[str]) -> dict[str, str]:
    """A directory and host name for each service id: letters, digits and hyphens, at most 40, a letter first, each once."""
    found: dict[str, str] = {}
    for service in services:
        plain = re.sub(r"[^a-z0-9]+", "-", service.lower()).strip("-")[:40].strip("-") or "service"
        plain = f"service-{plain}" if plain[0].isdigit() else plain
        name, number = plain, 2
        while name in found.values() or name in RESERVED:
            name, number = f"{plain}-{number}", number + 1
        found[service] = name
    return found
