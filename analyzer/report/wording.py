"""Words for codes: what a reader who does not know the tool sees instead of an id."""

import re
from collections.abc import Iterable

from analyzer.model.verdict import Weighed

VERDICTS: dict[str, str] = {
    "split": "Worth splitting: the boundaries are clear enough to cut services out, in waves",
    "modularise-first": "Modularise first: draw these boundaries inside the monolith, and split when they hold",
    "leave": "Leave it whole: one process serves this code base better than several",
}
"""Choice of the plan to the sentence that a reader meets first."""

EXTREMES = ("one-service", "singletons")
"""Cuts that win most measures because they do not cut, or cut everything: shown, never marked as best."""

CUTS: dict[str, str] = {
    "one-service": "One service",
    "singletons": "Every module alone",
    "louvain": "Louvain method",
    "leiden": "Leiden method",
}
"""Cut beside the proposal to what its reader calls it, where spelling out its id says too little."""

MEASURES: dict[str, str] = {"sm": "Structural modularity", "ned": "Services of odd size", "ifn": "Interfaces per service"}
"""Measure to its name, where the literature knows it by letters only (SM, NED, IFN)."""

SHARES = ("imports_cut", "calls_cut", "entity_links_cut", "shared_share", "ned", "coverage")
"""Measures that are parts of a whole, shown in percent."""

SEAM_CLASSES: dict[str, tuple[str, str]] = {
    "X": ("Blocker", "no rewrite is safe yet; follow the remedy first"),
    "S1": ("Pure helper", "no I/O and no context: copy it into the shared kernel"),
    "S2": ("Data function", "closed, transportable values: becomes a request"),
    "S3": ("Entity by identity", "crosses as type and key, while both sides read one database"),
    "S4": ("Context function", "needs user, session or locale: context travels with the request"),
    "S5": ("Declared exception", "the exception is known on both sides and is carried across"),
    "S6": ("Fire and forget", "a job or event: route it by queue, keep its name"),
}
"""Seam class to its name and what happens to it, in the order in which they are shown."""

FINDING_KINDS: dict[str, tuple[str, str]] = {
    "import-cycle": ("Import cycles", "modules that import one another in a circle cannot be parted without cutting the circle"),
    "god-module": ("God modules", "one module that holds what belongs to several services"),
    "lazy-import": ("Imports inside functions", "a dependency that was hidden, often to break a cycle"),
    "shared-hub": ("Shared hubs", "a module that nearly everything uses: a candidate for the shared kernel"),
    "string-reference": ("References by string", "coupling that no import shows: renaming or moving breaks it silently"),
    "import-side-effect": ("Work at import time", "a registry or setting that is filled because a module happens to be imported"),
    "cross-service-listener": ("Listeners across services", "a signal or event that another service listens to in the same process"),
    "cross-service-transaction": ("Transactions across services", "several owners' tables are committed together"),
    "cross-service-foreign-key": ("Links between tables of two services", "a key, a relation or an attribute ties tables of two owners"),
    "shared-write": ("Tables with several writers", "no service is alone responsible for what is stored"),
    "ambient-context": ("Ambient context deep down", "request, session or user are read far from where they enter"),
    "ubiquitous-decorator": ("Decorators used everywhere", "one decorator ties many services to one module"),
    "shared-template": ("Templates shared by services", "pages of several owners extend or include one template"),
    "version-conflict": ("Version conflicts", "requirements that contradict one another; a split can resolve them"),
    "dead-code": ("Dead code", "nothing that was read uses it: remove it before it is moved"),
}
"""Finding kind to its title and why it matters."""

TIES: dict[str, str] = {
    "shared-write": "Tables that a service writes although another one owns them",
    "transaction": "Transactions that commit tables of several services",
    "foreign-key": "Foreign keys to tables of another service",
    "cascade": "Deletions that reach into another service",
    "navigation": "Attributes that lead to rows of another service",
    "foreign-read": "Tables that another service reads",
}
"""Kind of tie between data to what it is."""

REMEDIES: dict[str, str] = {
    "key": "keep the id, drop the constraint",
    "api": "ask the owner",
    "event": "publish an event",
    "read-model": "keep a copy that events bring up to date",
    "move": "move the table to the service that writes it",
    "saga": "local transactions with steps that take them back",
    "merge": "make the two services one",
}
"""Remedy to what it means."""

BLIND_SPOTS: dict[str, str] = {
    "dynamic-import": "a module is imported by a name that is computed",
    "computed-getattr": "an attribute is read by a name that is computed",
    "computed-setattr": "an attribute is set by a name that is computed",
    "computed-route": "a URL is put together while running",
    "exec": "code is made from text while running",
    "eval": "an expression is made from text while running",
    "unresolved-import": "an import leads to a module or name that is not there",
    "unresolved-star": "a star import from a module that is not there",
    "monkeypatch": "an attribute of a module or class is replaced from outside while running",
    "sys-path": "where modules are looked for is changed while running",
    "sys-modules": "the table of loaded modules is changed",
    "computed-globals": "a global name is set or read by a name that is computed",
    "dynamic-load": "an object is loaded by a dotted path that is computed",
    "module-getattr": "a module makes up attributes when they are asked for",
}
"""Reason code of a blind spot to its meaning."""


def verdict_title(choice: str) -> str:
    """The verdict as a sentence; an unknown choice is shown as it is."""
    return VERDICTS.get(choice, choice)


LEANINGS: dict[str, str] = {"split": "for", "doubt": "doubt", "wait": "against", "leave": "against"}
"""Leaning of what was weighed to whether it speaks for splitting."""


def leanings(weighed: Iterable[Weighed]) -> dict[str, str]:
    """Each sentence about what was weighed to what it says about splitting: ``for``, ``doubt`` or ``against``."""
    return {one.text: LEANINGS[one.leaning] for one in weighed if one.leaning in LEANINGS}


def sentence(words: str) -> str:
    """Words as a sentence: a capital at the beginning (all of a word of three letters, which is an abbreviation), a full stop."""
    return f"{words.upper() if len(words) < 4 else words[:1].upper() + words[1:]}."


def without_wave(why: str) -> str:
    """Why a step is where it is, where its wave is said already."""
    return re.sub(r"^Wave \d+\. ", "", why)


def finding_title(kind: str) -> str:
    """The title of a kind of finding; an unknown kind is spelled out from its code."""
    known = FINDING_KINDS.get(kind)
    return known[0] if known else kind.replace("-", " ").capitalize()
