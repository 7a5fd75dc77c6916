"""Generated files in a tree that people edit: edits are kept, both sides' changes are merged, what was deleted stays deleted."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analyzer.disk.commit import NEW_SUFFIX, Write, commit, locked
from analyzer.disk.manifest import MANIFEST, PRISTINE, Manifest, Pristine, is_text, pack, read_manifest
from analyzer.disk.merge import has_marks, merge
from analyzer.disk.outcome import Action, ActionKind, Written
from analyzer.disk.places import digest, digest_at, target_in
from analyzer.disk.wanted import contents_of, mode_of
from analyzer.model.files import FileSet, OutputFile
from analyzer.model.place import Location, Problem, Severity


@dataclass(frozen=True, slots=True)
class Plan:
    """What writing would do: the outcome, the bytes to put into place, and what to remove (path to its digest)."""

    outcome: Written
    writes: tuple[Write, ...]
    removals: dict[str, str]
    records: tuple[Write, ...]


@dataclass(frozen=True, slots=True)
class _Decision:
    """One file: what becomes of it, the bytes to write (and where), and whether the new text is what counts as generated."""

    action: Action
    write: Write | None = None
    is_emitted: bool = True
    is_marked: bool = False
    problem: Problem | None = None


def write_tree(files: FileSet, folder: Path, root: Path | None = None, about: Callable[[str], bool] | None = None) -> Written:
    """Write generated files into a tree that people edit; beside them a manifest and a copy of each as generated.

    No files at all write nothing and remove nothing. A file that a user changed, added or deleted stays so; where the
    generated text changed as well, both are merged, and a conflict is marked in the file and is a problem. A file that is no
    longer generated and was not edited is removed, if it is ``about`` this writing. Raises as ``write_files``.
    """
    if not files.files:
        return Written(folder, ())
    with locked(folder):
        plan = plan_tree(files, folder, root, about)
        commit(folder, [*plan.writes, *plan.records], plan.removals)
    return plan.outcome


def generated_before(folder: Path) -> tuple[str, ...]:
    """The paths that were generated into a folder before, sorted."""
    return tuple(sorted(read_manifest(folder)[0].files))


def plan_tree(files: FileSet, folder: Path, root: Path | None = None, about: Callable[[str], bool] | None = None) -> Plan:
    """What ``write_tree`` would do. Nothing is written."""
    wanted, problems = contents_of(files, root)
    before, broken = read_manifest(folder)
    pristine = Pristine(folder)
    after, marked = dict(before.files), set(before.conflicts)
    decisions = []
    for file, data in wanted.items():
        decision = _decide(file, data, target_in(folder, file.path), before, pristine)
        decisions.append(decision)
        marked.discard(file.path)
        if decision.is_marked:
            marked.add(file.path)
        if decision.is_emitted:
            after[file.path] = digest(data)
    gone = _obsolete(folder, before, {file.path for file in wanted}, about) if wanted else {}
    removals = {path: before.files[path] for path, action in gone.items() if action.kind is ActionKind.REMOVE}
    for path in gone:
        after.pop(path)
        marked.discard(path)
    found = [decision.problem for decision in decisions if decision.problem is not None]
    actions = tuple(sorted([*(decision.action for decision in decisions), *gone.values()]))
    writes = tuple(decision.write for decision in decisions if decision.write is not None)
    records = _records(folder, Manifest(after, frozenset(marked)), [data for data in wanted.values() if is_text(data)], pristine)
    return Plan(Written(folder, actions, (*problems, *broken, *found)), writes, removals, records)


def _decide(file: OutputFile, data: bytes, target: Path, before: Manifest, pristine: Pristine) -> _Decision:
    path, there, wanted = file.path, digest_at(target), digest(data)
    emitted = before.files.get(path)
    if there == wanted:
        return _Decision(Action(path, ActionKind.IDENTICAL))
    if emitted is None:
        if there is None:
            return _Decision(Action(path, ActionKind.CREATE), Write(path, data, mode_of(file)))
        return _Decision(Action(path, ActionKind.KEEP, "not generated here before"), is_emitted=False)
    if there is None:
        return _Decision(Action(path, ActionKind.KEEP, "deleted by the user"))
    if there == emitted:
        return _Decision(Action(path, ActionKind.OVERWRITE), Write(path, data, mode_of(file), there))
    if path in before.conflicts and not target.is_symlink() and has_marks(target.read_bytes()):
        action = Action(path, ActionKind.CONFLICT, "conflicts are still marked in it")
        return _Decision(action, is_emitted=emitted == wanted, is_marked=True, problem=_conflict(path, action.why))
    if emitted == wanted:
        return _Decision(Action(path, ActionKind.KEEP, "edited by the user"))
    base = pristine.text(emitted)
    if base is None or target.is_symlink() or not is_text(yours := target.read_bytes()) or not is_text(data):
        return _beside(file, data, target)
    return _merged(file, (base, yours, data), there)


def _merged(file: OutputFile, texts: tuple[bytes, bytes, bytes], there: str) -> _Decision:
    result = merge(*texts)
    if result.text == texts[1]:
        return _Decision(Action(file.path, ActionKind.KEEP, "edited by the user, the new text is in it"))
    write = Write(file.path, result.text, mode_of(file), there)
    if not result.conflicts:
        return _Decision(Action(file.path, ActionKind.MERGE, "edited by the user, merged with the new text"), write)
    count = "1 conflict is" if result.conflicts == 1 else f"{result.conflicts} conflicts are"
    why = f"edited by the user where the new text differs: {count} marked in it"
    return _Decision(Action(file.path, ActionKind.CONFLICT, why), write, is_marked=True, problem=_conflict(file.path, why))


def _beside(file: OutputFile, data: bytes, target: Path) -> _Decision:
    """The new text beside a file that cannot be merged."""
    why = f"edited by the user; it cannot be merged, so the new one is in {file.path}{NEW_SUFFIX}"
    write = Write(file.path + NEW_SUFFIX, data, mode_of(file), digest_at(target.with_name(target.name + NEW_SUFFIX)))
    return _Decision(Action(file.path, ActionKind.CONFLICT, why), write, problem=_conflict(file.path, why))


def _conflict(path: str, why: str) -> Problem:
    return Problem(Location(path), "merge-conflict", why, Severity.ERROR, "mend the file, then run the same command again")


def _obsolete(folder: Path, before: Manifest, wanted: set[str], about: Callable[[str], bool] | None) -> dict[str, Action]:
    found = {}
    for path, emitted in before.files.items():
        if path in wanted or not (about is None or about(path)):
            continue
        there = digest_at(target_in(folder, path))
        if there == emitted:
            found[path] = Action(path, ActionKind.REMOVE, "no longer generated")
        else:
            found[path] = Action(path, ActionKind.KEEP, "no longer generated; " + ("edited" if there else "deleted") + " by the user")
    return found


def _records(folder: Path, manifest: Manifest, texts: list[bytes], pristine: Pristine) -> tuple[Write, ...]:
    """The manifest and the pristine copies, each where it differs from what is there."""
    known, needed = {digest(text): text for text in texts}, set(manifest.files.values())
    kept = pristine.digests()
    has_changed = kept != (needed & (known.keys() | kept))
    old = {name: text for name in needed - known.keys() if (text := pristine.text(name)) is not None} if has_changed else {}
    found = [(MANIFEST, manifest.to_bytes())]
    if has_changed:
        found.append((PRISTINE, pack({**old, **{name: text for name, text in known.items() if name in needed}})))
    there = {path: digest_at(target_in(folder, path)) for path, _ in found}
    return tuple(Write(path, data, replaces=there[path]) for path, data in found if digest(data) != there[path])
