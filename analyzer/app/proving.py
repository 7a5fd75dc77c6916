"""``unbraid prove``: the monolith's own tests against its services, rung by rung."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.app.contracts import record_contracts
from analyzer.app.folder import check_folder
from analyzer.app.job import Job
from analyzer.app.output import templates_of, written_by
from analyzer.app.services import Cut, scaffold_to
from analyzer.disk import Written, write_files
from analyzer.model.errors import UsageError
from analyzer.model.files import FileSet, TextFile
from analyzer.model.text import toml_string
from analyzer.read.scan import Progress

if TYPE_CHECKING:
    from analyzer.prove import Proof, Request, System
    from analyzer.prove.contracts import Contracts

HARNESS = "prove"


@dataclass(frozen=True, slots=True)
class ProveJob:
    """What a user asks to be proven: the monolith, the folder of its services, the test command, and where to write.

    ``closure`` is a folder with the same services as plain slices (default: they are made for the rung that needs them);
    ``minutes`` bounds the baseline run; ``keep`` is a folder for logs and journals that stays;
    ``fresh`` adds the rung of that name; ``contracts`` is where contract tests go (default: ``contracts`` in ``out``).
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
    contracts: Path | None = None


@dataclass(frozen=True, slots=True)
class Proven:
    """A proof, what was written of it, and the contract tests that its runs gave."""

    proof: "Proof"
    written: Written
    contracts: "Contracts | None" = None


def prove_to(job: ProveJob, progress: Progress | None = None) -> Proven:
    """Run the rungs and write ``proof.json``, ``proof.md`` and contract tests. This runs the analysed code. Raises UsageError."""
    from analyzer.prove import prove, to_json, to_markdown

    check_folder(job.path)
    check_folder(job.services)
    for option, out in (("--out", job.out), ("--contracts", job.contracts)):
        if out is not None and out.exists() and not out.is_dir():
            raise UsageError(f"{out} is a file", f"give a folder to write to with {option}")
    with tempfile.TemporaryDirectory(prefix="unbraid-slices-") as folder:
        request = _request(job, Path(folder), progress)
        proof = prove(request, progress)
        work = request.keep or Path(folder)  # prove keeps its folder where one is given
        recorded = record_contracts(work, job.path, job.services, proof, job.contracts or job.out / "contracts")
    files = FileSet((TextFile("proof.json", to_json(proof)), TextFile("proof.md", to_markdown(proof))))
    return Proven(proof, written_by(lambda: write_files(files, job.out)), recorded[0] if recorded is not None else None)


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
    return Request(job.path, job.services, job.command, harness, rungs, job.python, closure, limits, job.keep or folder / "work")


def _slices(job: ProveJob, folder: Path, progress: Progress | None) -> Path | None:
    """The same services as plain slices, by a proposal made now or by what the given ones hold; None where both draw other boundaries."""
    from analyzer.prove import read_system

    boundaries = job.services / "boundaries.toml"
    given = read_system(job.services)
    owned = {one.folder: one.own for one in given.services}
    cut = Cut("closure", kernel="library" if given.library else "copy")
    (folder / "boundaries.toml").write_text(_boundaries(given), encoding="utf-8")
    asked = boundaries if boundaries.is_file() else None
    for tried, file, number in (
        ("proposed", asked, None),
        ("numbered", asked, len(given.services)),
        ("drawn", folder / "boundaries.toml", None),
    ):
        out = folder / f"slices-{tried}"
        scaffold_to(Job(job.path, out, file, number), cut, progress)
        if {one.folder: one.own for one in read_system(out).services} == owned:
            return out
    return None


def _boundaries(given: "System") -> str:
    """A boundaries file with the modules that services own, as read from their folders."""
    owned = {module for one in given.services for module in one.own}
    held = {module for one in given.services for module in one.modules}
    lines = ["format = 1", ""]
    for one in given.services:
        lines += [f"[services.{toml_string(one.folder)}]", f"modules = [{', '.join(map(toml_string, one.own))}]", ""]
    return "\n".join([*lines, "[shared]", f"modules = [{', '.join(map(toml_string, sorted(held - owned)))}]", ""])
