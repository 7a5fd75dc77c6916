"""What version control knows: commits with the files that they touched, under the names that the files have today."""

import hashlib
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from threading import Timer

from analyzer.model.history import Commit
from analyzer.model.place import Location, Problem, Severity

MOST_COMMITS = 20_000
MOST_SECONDS = 120.0
MOST_BYTES = 256_000_000
MARK = "\x01"

RENAMES, SAME_CONTENT = "-M", "-M100%"
"""How renames are looked for: by what files hold; in a clone without old contents only those that changed nothing else."""

SAFE_CONFIG = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.attributesFile=/dev/null",
    "core.quotePath=false",
    "core.commitGraph=true",
    "core.sshCommand=false",
    "diff.external=",
    "diff.renames=true",
    "diff.renameLimit=1000",
    "log.showSignature=false",
    "log.mailmap=false",
    "log.follow=false",
    "submodule.recurse=false",
    "safe.directory=*",
)
LOG = (
    "log",
    "--name-status",
    "-z",
    "--no-merges",
    "--no-ext-diff",
    "--no-textconv",
    "--no-mailmap",
    "--no-show-signature",
    "--no-color",
    "--ignore-submodules=all",
    "--relative",
    "-O/dev/null",
    f"--format={MARK}%H %at %ae",
)


def read_history(root: Path, paths: Iterable[str]) -> tuple[tuple[Commit, ...], tuple[Problem, ...]]:
    """The newest 20,000 commits, sorted by time, that touched any of ``paths`` (relative to ``root``), merges left out.

    A file that was renamed counts under today's name; authors are short digests. What is older than the newest 20,000 commits, or than
    the first 256 MB of the log, is left out, and a shallow clone has none of it (problem ``history-cut``); in a clone without old contents
    renames are followed where nothing else changed (the same problem). Without git, a work tree or a
    tracked path there is no history; the same where git fails or takes more than two minutes, for half a history would depend on the
    machine (problem ``no-history``). The repository's own configuration can start no program: see git-config(1) for each key of
    ``SAFE_CONFIG``.
    """
    today = frozenset(paths)
    try:
        if not _is_tracked(root, today):
            return (), (_no_history("the folder is not part of a git work tree that tracks its files"),)
        output, is_long, is_partial = _log_in_full_or_partial(root)
        records = list(islice(_records(output), MOST_COMMITS + 1))
        problems = (*_cuts(root, is_long, len(records) > MOST_COMMITS), *([_partial()] if is_partial else []))
        return tuple(sorted(_commits(records[:MOST_COMMITS], today))), problems
    except subprocess.TimeoutExpired:
        return (), (_no_history(f"git takes more than {MOST_SECONDS:g} seconds"),)
    except subprocess.CalledProcessError:
        return (), (_no_history("git cannot list the commits (there are none, or the clone is damaged)"),)
    except OSError:
        return (), (_no_history("git cannot be started"),)


def newest_commit(root: Path) -> str:
    """What a history starts from: the current commit, and whether older ones are missing; ``""`` without git."""
    try:
        command = _git(root, "rev-parse", "HEAD", "--is-shallow-repository")
        done = subprocess.run(command, capture_output=True, env=_environment(), stdin=subprocess.DEVNULL, timeout=MOST_SECONDS, check=False)
    except (subprocess.SubprocessError, OSError):
        return ""
    return done.stdout.decode(errors="replace")


def _no_history(reason: str) -> Problem:
    return Problem(
        Location("."),
        "no-history",
        f"version history is not used: {reason}",
        Severity.INFO,
        "analyse a full clone to have files that change together counted",
    )


def _git(root: Path, *arguments: str) -> list[str]:
    return [
        "git",
        "--no-pager",
        "--no-optional-locks",
        "-C",
        str(root),
        *(part for pair in SAFE_CONFIG for part in ("-c", pair)),
        *arguments,
    ]


def _environment() -> Mapping[str, str]:
    """The caller's environment without git's own variables, system and user configuration switched off."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    switches = {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
    }
    return {**kept, **switches, "GIT_NO_REPLACE_OBJECTS": "1", "GIT_ATTR_NOSYSTEM": "1", "LC_ALL": "C"}


def _is_tracked(root: Path, today: frozenset[str]) -> bool:
    """Whether git tracks at least one of the paths below the root."""
    listing = subprocess.run(
        _git(root, "ls-files", "-z", "--cached"),
        capture_output=True,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        timeout=MOST_SECONDS,
        check=False,
    )
    return listing.returncode == 0 and not today.isdisjoint(os.fsdecode(listing.stdout).split("\0"))


def _log_in_full_or_partial(root: Path) -> tuple[str, bool, bool]:
    """The log, whether it was cut for its length, and whether old contents are missing: git then fails to compare them."""
    try:
        return (*_log(root, RENAMES), False)
    except subprocess.CalledProcessError:
        return (*_log(root, SAME_CONTENT), True)


def _partial() -> Problem:
    message = "files that were renamed and edited in one commit are not followed to their older names: the clone lacks old contents"
    return Problem(Location("."), "history-cut", message, Severity.INFO, "analyse a full clone to have all renames followed")


def _log(root: Path, renames: str) -> tuple[str, bool]:
    """The log of the newest commits, newest first, one more than are used, and whether it was cut for its length."""
    command = _git(root, *LOG, renames, f"--max-count={MOST_COMMITS + 1}", "HEAD", "--", ".")
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet, env=_environment()) as process:
        timer = Timer(MOST_SECONDS, process.kill)
        timer.start()
        raw = process.stdout.read(MOST_BYTES + 1) if process.stdout is not None else b""
        is_late = timer.finished.is_set()
        timer.cancel()
        is_long = len(raw) > MOST_BYTES
        if is_long:
            process.kill()
    if is_late:
        raise subprocess.TimeoutExpired(command, MOST_SECONDS)
    if is_long:
        return os.fsdecode(raw[: raw.rfind(b"\0" + MARK.encode())]), True
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return os.fsdecode(raw), False


def _cuts(root: Path, is_long: bool, is_many: bool) -> tuple[Problem, ...]:
    """What is told where older commits are missing."""
    shallow = subprocess.run(
        _git(root, "rev-parse", "--is-shallow-repository"),
        capture_output=True,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        timeout=MOST_SECONDS,
        check=False,
    )
    reasons = [
        *([f"its log is longer than {MOST_BYTES // 1_000_000} MB"] if is_long else []),
        *([f"there are more than {MOST_COMMITS:,} commits"] if is_many else []),
        *(["the clone is shallow"] if shallow.stdout.strip() == b"true" else []),
    ]
    message = f"older version history is left out: {', '.join(reasons)}"
    hint = "files that changed together long ago are not counted; nothing else depends on it"
    return (Problem(Location("."), "history-cut", message, Severity.INFO, hint),) if reasons else ()


def _commits(records: Iterable[tuple[str, list[tuple[str, str]]]], today: frozenset[str]) -> Iterator[Commit]:
    """Commits from the newest to the oldest, so that a rename is known before the older name appears."""
    renamed: dict[str, str] = {}
    for head, changes in records:
        sha, when, author = head.split(" ", 2)
        touched = {renamed.get(new, new) for _, new in changes}
        renamed.update({old: renamed.get(new, new) for old, new in changes if old != new})
        kept = tuple(sorted(touched & today))
        if kept:
            yield Commit(int(when), sha, hashlib.sha256(author.encode(errors="surrogateescape")).hexdigest()[:12], kept)


def _records(output: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each commit's first line and its changes (old path, new path), from ``--name-status -z``.

    A status is followed by one path, that of a rename by two; whatever a path looks like, it is never taken for a commit.
    """
    head = ""
    changes: list[tuple[str, str]] = []
    parts = iter(output.split("\0"))
    for part in parts:
        token = part.lstrip("\n")
        if token.startswith(MARK):
            if head:
                yield head, changes
            head, changes = token.removeprefix(MARK), []
        elif token:
            old = next(parts, "")
            changes.append((old, next(parts, "") if token[0] in "RC" else old))
    if head:
        yield head, changes
