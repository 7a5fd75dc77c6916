"""``unbraid prove``: run the monolith's own tests against its services."""

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analyzer.cli.options import path_argument
from analyzer.cli.terminal import DONE, GATE_FAILED, end_progress, progress_for
from analyzer.model.text import printable

if TYPE_CHECKING:
    from analyzer.app.proving import Proven

SHOWN_LOSSES = 12


@click.command(short_help="Run the monolith's own tests against its services.")
@path_argument
@click.option("--services", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Folder that scaffold wrote.")
@click.option("--python", metavar="INTERPRETER", help="Python of the environment in which the tests run.  [default: that of the command]")
@click.option("--rungs", help="Rungs to try, with commas: loopback,http,A0,A1,A2,fresh,controls.  [default: all but http and fresh]")
@click.option(
    "--closure",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The same services as scaffold --stage closure wrote them, for A1.  [default: they are made]",
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for proof.json and proof.md.  [default: that of --services]")
@click.option("--fresh", is_flag=True, help="The rung fresh as well: install each service's own requirements and start it on them alone.")
@click.option(
    "--contracts",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the services' contract tests.  [default: contracts in that of --out]",
)
@click.option("--minutes", type=click.FloatRange(0.1, 1440), default=30.0, show_default=True, help="Time for the tests as they are.")
@click.option("--keep", type=click.Path(path_type=Path), metavar="DIR", help="A new folder for the logs of all processes.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.argument("command", nargs=-1, required=True, metavar="-- TEST COMMAND")
def prove(
    path: Path, services: Path, out: Path | None, rungs: str | None, quiet: bool, fresh: bool, command: tuple[str, ...], **options: object
) -> int:
    """Run the tests of the monolith at PATH against its services: this runs its code, with the rights that you have.

    The test command is typed after -- as in the folder itself. Each rung is tried with the tests that speak HTTP through a
    test client; the services run as processes on this machine and are all ended afterwards. Exit code 1: a rung lost tests
    because of the split, or a negative control was not noticed.

    \b
    Examples:
      unbraid prove . --services unbraid-out -- python -m pytest -q
      unbraid prove . --services unbraid-out --python .venv/bin/python -- python manage.py test
      unbraid prove . --services unbraid-out --rungs A0,controls -- python -m pytest -q tests/http
      unbraid prove . --services unbraid-out --fresh -- python -m pytest -q
    """
    from analyzer.app.proving import ProveJob, prove_to
    from analyzer.prove import after

    signal.signal(signal.SIGTERM, _interrupt)
    names = tuple(name.strip() for name in (rungs or "").split(",") if name.strip())
    job = ProveJob(path, services, command, out or services, names, fresh=fresh, **options)  # type: ignore[arg-type]  # click has checked the options
    proven = prove_to(job, progress_for(quiet))
    if not quiet:
        _print(proven, job.out, job.contracts or job.out / "contracts")
        if next_step := after(proven.proof, path, services, job.out):
            click.echo(f"Next: {printable(next_step)}   (copies what the recorded run contradicts)")
    return GATE_FAILED if proven.proof.gates else DONE


def _interrupt(*_: object) -> None:
    """A polite end is an end by Ctrl-C: every process is ended on the way out."""
    raise KeyboardInterrupt


def _print(proven: "Proven", out: Path, contracts: Path) -> None:
    from analyzer.prove import summary_of

    end_progress()
    proof = proven.proof
    for run in proof.runs:
        passed = run.passed()
        portable = sum(1 for test in proof.portable if test in passed)
        click.echo(
            f"{run.rung:9} {len(passed):5} of {len(run.tests):5} pass, portable {portable} of {len(proof.portable)}, {run.seconds:.0f} s"
        )
        for trouble in run.troubles[:3]:
            click.echo(f"          {printable(trouble)[:200]}")
    for rung, why in proof.skipped_rungs:
        click.echo(f"{rung:9} not tried: {printable(why)}")
    for loss in proof.losses[:SHOWN_LOSSES]:
        click.echo(f"  lost at {loss.rung}: {printable(loss.test)}: {printable(loss.reason)[:200]}")
    if len(proof.losses) > SHOWN_LOSSES:
        click.echo(f"  ... and {len(proof.losses) - SHOWN_LOSSES} more, all in proof.json")
    for control in proof.controls:
        click.echo(f"  {printable(control.what)}: {len(control.red)} of {len(control.expected)} tests fail")
    for one in proof.fresh:
        click.echo(
            f"  fresh {printable(one.service)}: {one.modules - len(one.failed)} of {one.modules} modules, {printable(one.readiness)[:200]}"
        )
    click.echo(f"\n{printable(summary_of(proof))}.")
    for gate in proof.gates:
        click.secho(f"gate failed: {gate.splitlines()[0] if gate else gate}", fg="red", err=True)
        for line in gate.splitlines()[1:]:
            click.echo(f"  {printable(line)}", err=True)
    click.echo(f"Proof: {out / 'proof.md'}, {out / 'proof.json'}")
    if (found := proven.contracts) is not None:
        alone = f"{found.alone} need nothing but services that run, and their database"
        click.echo(f"Contract tests: {found.routes} of routes, {found.seams} of seams, of which {alone}: {contracts}")
