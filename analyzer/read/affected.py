"""Which modules a change reaches: those whose names may mean something else now.

A module's facts depend on its own syntax and on the outlines of others. Another module can only be affected if it mentions a name whose
meaning changed, and sees the place where it changed: through its imports, or by spelling out the way there. Names of which the meaning
hangs on such a name (a class with that base, a function that returns it, an import of it under another name) have changed, too.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from analyzer.graphs.closure import closure
from analyzer.model.facts import Import
from analyzer.model.syntax import ModuleSyntax
from analyzer.read.outline import outline, words_changed

MOST_WORDS = 60
"""With more changed names than this, looking for what mentions them takes longer than linking all modules."""

LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
STR_8, STR_16, STR_32 = 0xD9, 0xDA, 0xDB


@dataclass(frozen=True, slots=True)
class Change:
    """A module before and after."""

    before: ModuleSyntax
    after: ModuleSyntax


def affected(
    changes: Mapping[str, Change], modules: Mapping[str, ModuleSyntax], packed: Mapping[str, bytes], imports: Iterable[Import]
) -> frozenset[str] | None:
    """The modules that have to be linked again, the changed ones among them; None for all.

    ``packed`` is the packed syntax of every module, ``imports`` what the modules imported before the change.
    """
    words: set[str] = set()
    for change in changes.values():
        changed = words_changed(change.before, change.after)
        if changed is None:
            return None
        words |= changed
    found = set(changes)
    if not words:
        return frozenset(found)
    seeing = _Seeing(changes, imports, packed)
    fresh = words
    while fresh:
        if len(words) > MOST_WORDS:
            return None
        mentioning = {name for name in packed if mentions(packed[name], fresh) and (name in found or seeing(name, packed[name]))}
        found |= mentioning
        fresh = {name for module in mentioning for one in outline(modules[module]) if one.words & fresh for name in one.names} - words
        words |= fresh
    return frozenset(found)


class _Seeing:
    """Whether a module can see one of some modules: through imports, or because it spells out the way to one that can from the package
    that holds it. It has that package from where it names it, or through imports (of a package that is no module, nobody tells who has it).
    """

    def __init__(self, changed: Iterable[str], imports: Iterable[Import], known: Container[str]) -> None:
        self._importers: defaultdict[str, set[str]] = defaultdict(set)
        for one in imports:
            self._importers[one.target].add(one.importer)
            self._importers[one.resolved].add(one.importer)
        self._modules = self._reaching(changed)
        ways = {module.rpartition(".")[::2] for module in self._modules}
        self._holding = self._reaching(package for package, _ in ways)
        self._ways = {(name, package.rpartition(".")[2] if package in known else "") for package, name in ways}

    def _reaching(self, modules: Iterable[str]) -> frozenset[str]:
        return frozenset(closure(modules, lambda module: self._importers.get(module, ())))

    def __call__(self, module: str, packed: bytes) -> bool:
        if module in self._modules:
            return True
        if module in self._holding:
            return mentions(packed, {name for name, _ in self._ways})
        return any(mentions(packed, (name,)) and (not package or mentions(packed, (package,))) for name, package in self._ways)


def mentions(packed: bytes, words: Iterable[str]) -> bool:
    """Whether packed syntax may hold one of the words: never False where it does, rarely True where it does not."""
    return any(_begins(packed, word.encode()) for word in words)


def _begins(packed: bytes, word: bytes) -> bool:
    """Whether a word stands where a name can begin. What follows it may be a number that looks like a letter, so the end is not judged.

    A name begins a text, or follows something that is no letter. Before a text stands its length: in a byte that is no letter up to 31
    bytes, else in one, two or four bytes of any kind after a mark (MessagePack, str formats).
    """
    at = packed.find(word)
    while at >= 0:
        if packed[at - 1] not in LETTERS or packed[at - 2] == STR_8 or packed[at - 3] == STR_16 or packed[at - 5] == STR_32:
            return True
        at = packed.find(word, at + 1)
    return False
