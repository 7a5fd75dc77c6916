"""What writing would change, as a unified diff."""

from collections.abc import Iterator
from difflib import unified_diff

from analyzer.disk.commit import Write
from analyzer.disk.manifest import is_text
from analyzer.disk.places import target_in
from analyzer.disk.trees import Plan


def difference(plan: Plan) -> Iterator[str]:
    """The lines of a unified diff from the tree as it is to the tree as it would be, in the order of paths; ``patch -p1`` and
    ``git apply`` read it. A file that is not text is one line."""
    folder = plan.outcome.folder
    changes: dict[str, Write | None] = {**dict.fromkeys(plan.removals), **{write.path: write for write in plan.writes}}
    for path, write in sorted(changes.items()):
        target = target_in(folder, path)
        old = target.read_bytes() if target.is_file() and not target.is_symlink() else None
        yield from _file(path, old, None if write is None else write.data)


def _file(path: str, old: bytes | None, new: bytes | None) -> Iterator[str]:
    if not is_text(old or b"") or not is_text(new or b""):
        yield f"Binary files a/{path} and b/{path} differ"
        return
    before, after = (f"a/{path}" if old is not None else "/dev/null"), (f"b/{path}" if new is not None else "/dev/null")
    for line in unified_diff(_lines(old), _lines(new), before, after, lineterm="\n"):
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _lines(data: bytes | None) -> list[str]:
    text = (data or b"").decode("utf-8", errors="replace")
    return [line + "\n" for line in text.split("\n")[:-1]] + [rest for rest in text.split("\n")[-1:] if rest]
