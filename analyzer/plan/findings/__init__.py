"""Findings: what makes a split harder, one kind a file. A new kind is a new file, a line in ``FINDINGS`` and a docs section."""

from itertools import groupby

from analyzer.model.place import Severity
from analyzer.model.plan import Finding
from analyzer.plan.findings.ambient_context import AMBIENT_CONTEXT
from analyzer.plan.findings.cross_service_foreign_key import CROSS_SERVICE_FOREIGN_KEY
from analyzer.plan.findings.cross_service_listener import CROSS_SERVICE_LISTENER
from analyzer.plan.findings.cross_service_transaction import CROSS_SERVICE_TRANSACTION
from analyzer.plan.findings.dead_code import DEAD_CODE
from analyzer.plan.findings.finder import MOST_PLACES, Finder, Survey, finding
from analyzer.plan.findings.god_module import GOD_MODULE
from analyzer.plan.findings.import_cycle import IMPORT_CYCLE
from analyzer.plan.findings.import_side_effect import IMPORT_SIDE_EFFECT
from analyzer.plan.findings.lazy_import import LAZY_IMPORT
from analyzer.plan.findings.shared_hub import SHARED_HUB
from analyzer.plan.findings.shared_template import SHARED_TEMPLATE
from analyzer.plan.findings.shared_write import SHARED_WRITE
from analyzer.plan.findings.string_reference import STRING_REFERENCE
from analyzer.plan.findings.ubiquitous_decorator import UBIQUITOUS_DECORATOR
from analyzer.plan.findings.version_conflict import VERSION_CONFLICT

FINDINGS: tuple[Finder, ...] = (
    AMBIENT_CONTEXT,
    CROSS_SERVICE_FOREIGN_KEY,
    CROSS_SERVICE_LISTENER,
    CROSS_SERVICE_TRANSACTION,
    DEAD_CODE,
    GOD_MODULE,
    IMPORT_CYCLE,
    IMPORT_SIDE_EFFECT,
    LAZY_IMPORT,
    SHARED_HUB,
    SHARED_TEMPLATE,
    SHARED_WRITE,
    STRING_REFERENCE,
    UBIQUITOUS_DECORATOR,
    VERSION_CONFLICT,
)
"""Every kind of finding, in alphabetical order."""

MOST_OF_A_KIND = 200
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def find_all(survey: Survey) -> tuple[Finding, ...]:
    """The findings of every kind, sorted by kind, then by how much they concern."""
    return tuple(sorted((f for finder in FINDINGS for f in finder.find(survey)), key=_importance))


def bounded(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Of each kind the 200 that concern most, then one that counts the rest; sorted by kind, severity and place."""
    kept = [f for _, group in groupby(found, key=lambda f: f.kind) for f in _bounded(list(group))]
    return tuple(sorted(kept, key=lambda f: (f.kind, _RANK[f.severity], f.at, f.message)))


def _importance(found: Finding) -> tuple[object, ...]:
    return (found.kind, _RANK[found.severity], -len(found.services), -len(found.places), found.at, found.message)


def _bounded(group: list[Finding]) -> list[Finding]:
    kept, rest = group[:MOST_OF_A_KIND], group[MOST_OF_A_KIND:]
    if rest:
        services = {service for f in rest for service in f.services}
        summary = f"{len(rest):,} more of this kind"
        kept.append(
            finding(
                rest[0].kind, rest[0].severity, [f.at for f in rest[: MOST_PLACES + 1]], summary, services, rest[0].remedy, at=rest[0].at
            )
        )
    return kept
