"""Which distribution an import name comes from, and which services import it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.model.facts import PackageImport
from analyzer.model.surface import Requirement
from analyzer.plan.cut import Cut

OTHER_NAMES: Mapping[str, str] = {
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "Crypto": "pycryptodome",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "docx": "python-docx",
    "dotenv": "python-dotenv",
    "fitz": "pymupdf",
    "git": "gitpython",
    "jose": "python-jose",
    "jwt": "pyjwt",
    "ldap": "python-ldap",
    "magic": "python-magic",
    "MySQLdb": "mysqlclient",
    "OpenSSL": "pyopenssl",
    "PIL": "pillow",
    "pkg_resources": "setuptools",
    "psycopg2": "psycopg2-binary",
    "rest_framework": "djangorestframework",
    "serial": "pyserial",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "socks": "pysocks",
    "usb": "pyusb",
    "yaml": "pyyaml",
    "zmq": "pyzmq",
}
"""Import names whose distribution is called otherwise; all others are looked up by their own name."""


def normalised(name: str) -> str:
    """A distribution's name as PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True, slots=True)
class Distributions:
    """Distributions that code imports: name to the modules that do."""

    importers: Mapping[str, frozenset[str]]
    cut: Cut

    @classmethod
    def of(cls, cut: Cut) -> "Distributions":
        """The distributions that running code imports; a declared one is preferred to a guess from the import name."""
        declared = frozenset(requirement.name for requirement in cut.codebase.of(Requirement))
        found: dict[str, set[str]] = {}
        for statement in cut.codebase.of(PackageImport):
            if cut.runs(statement.importer):
                found.setdefault(_distribution(statement.name, declared), set()).add(statement.importer)
        return cls({name: frozenset(modules) for name, modules in found.items()}, cut)

    def users(self, name: str) -> tuple[str, ...]:
        """The services whose modules import a distribution, sorted."""
        return self.cut.services_of(self.importers.get(name, ()))

    def by_service(self) -> Mapping[str, tuple[str, ...]]:
        """Service to the distributions that its own modules import, sorted."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.importers):
            for service in self.users(name):
                found.setdefault(service, []).append(name)
        return {service: tuple(names) for service, names in found.items()}


def _distribution(imported: str, declared: frozenset[str]) -> str:
    top = imported.partition(".")[0]
    guess = normalised(OTHER_NAMES.get(top, top))
    dotted = normalised(imported)
    candidates = [
        dotted,
        *("-".join(dotted.split("-")[:n]) for n in (3, 2)),
        guess,
        normalised(top),
        f"python-{guess}",
        guess.removesuffix("-binary"),
    ]
    return next((name for name in candidates if name in declared), guess)
