"""``unbraid prove``: the monolith's own tests against its services, rung by rung."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.app.folder import check_folder
from analyzer.app.job import Job
from analyzer.app.output import templates_of, written_by
from analyzer.app.services import scaffold_to
from analyzer.disk import Written, write_files
from analyzer.model.errors import UsageError
from analyzer.model.files import FileSet, TextFile
from analyzer.read.scan import Progress

if TYPE_CHECKING:
    from analyzer.prove import Proof, Request

HARNESS = "prove"


@dataclass(frozen=True, slots=True)
class ProveJob:
    """What a user asks to be proven: the monolith, the folder of its services, the test command, and where to write.

    ``closure`` is a folder with the same services as plain slices (default: they are made for the rung that needs them);
    ``minutes`` bounds the baseline run; ``keep`` is a folder for logs and journals that stays;
    ``fresh`` adds the rung of that name.
    """

    path: Path
    services: Path
    command: tuple[str, ...]
    out: Path
    rungs: tuple[str, ...] = ()
    python: str | None = None
    closure: Path | None = None
    minutes: float = 30.0
    keep: Path | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Proven:
    """A proof, and what was written of it."""

    proof: "Proof"
    written: Written


def prove_to(job: ProveJob, progress: Progress | None = None) -> Proven:
    """Run the rungs and write ``proof.json`` and ``proof.md``. This runs the analysed code. Raises UsageError."""
    from analyzer.prove import prove, to_json, to_markdown

    check_folder(job.path)
    check_folder(job.services)
    if job.out.exists() and not job.out.is_dir():
        raise UsageError(f"{job.out} is a file", "give a folder to write to with --out")
    with tempfile.TemporaryDirectory(prefix="unbraid-slices-") as folder:
        proof = prove(_request(job, Path(folder), progress), progress)
    files = FileSet((TextFile("proof.json", to_json(proof)), TextFile("proof.md", to_markdown(proof))))
    return Proven(proof, written_by(lambda: write_files(files, job.out)))


def _request(job: ProveJob, folder: Path, progress: Progress | None) -> "Request":
    from analyzer.prove import Limits, Request, Rung, read_system, rungs_of

    rungs = tuple(rung for rung in Rung if rung in rungs_of(job.rungs) or (job.fresh and rung is Rung.FRESH))
    templates = templates_of(None)
    names = [name for name in templates.names(HARNESS) if name.endswith(".py")]
    harness = {name.removeprefix(f"{HARNESS}/"): templates.text(name) for name in names}
    closure = job.closure
    if closure is None and Rung.A1 in rungs and read_system(job.services).stage != "closure":
        closure = _slices(job, folder, progress)
    limits = Limits(baseline=60 * job.minutes)
    return Request(job.path, job.services, job.command, harness, rungs, job.python, closure, limits, job.keep)


def _slices(job: ProveJob, folder: Path, progress: Progress | None) -> Path | None:
    """The same services as plain slices; None where a proposal made now draws other boundaries."""
    from analyzer.prove import read_system

    boundaries = job.services / "boundaries.toml"
    given = read_system(job.services)
    owned = {one.folder: one.own for one in given.services}
    for number in (None, len(given.services)):
        out = folder / f"slices-{number or 'proposed'}"
        scaffold_to(Job(job.path, out, boundaries if boundaries.is_file() else None, number), None, progress, "closure")
        if {one.folder: one.own for one in read_system(out).services} == owned:
            return out
    return None
