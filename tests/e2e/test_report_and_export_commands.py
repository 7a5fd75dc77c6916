"""``unbraid report``, ``unbraid export`` and ``unbraid schema`` as a user runs them."""

import json
from pathlib import Path

import pytest

from tests.e2e.command import copy_of_sample, unbraid


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_sample(tmp_path_factory.mktemp("place") / "app")


def test_a_format_goes_to_the_terminal_or_to_a_file(app: Path, tmp_path: Path) -> None:
    shown = unbraid("report", app, "--out", tmp_path / "out", "-q")
    assert shown.returncode == 0 and shown.stdout.startswith("# webnet: can it be split into services, and how?")
    assert not (tmp_path / "out").exists()
    target = tmp_path / "deep" / "report.json"
    written = unbraid("report", app, "--out", tmp_path / "out", "--format", "json", "-o", target)
    assert written.returncode == 0 and written.stdout == "" and f"wrote {target}" in written.stderr
    assert json.loads(target.read_text())["summary"]["services"] == 9
    assert [path.name for path in target.parent.iterdir()] == ["report.json"]


def test_an_export_follows_the_boundaries_file(app: Path, tmp_path: Path) -> None:
    assert unbraid("analyze", app, "--out", tmp_path, "-q").returncode == 0
    own = unbraid("export", "codeowners", app, "--out", tmp_path, "--owner", "orders=@acme/checkout", "-q").stdout
    assert "/webnet/admin_orders.py @acme/checkout" in own.splitlines()
    boundaries = tmp_path / "boundaries.toml"
    lines = [line for line in boundaries.read_text().splitlines() if "webnet.admin_orders" not in line]
    at = next(number for number, line in enumerate(lines) if "webnet.billing" in line)
    boundaries.write_text("\n".join([*lines[:at], '    "webnet.admin_orders",', *lines[at:], ""]))
    moved = unbraid("export", "codeowners", app, "--out", tmp_path, "-q")
    assert moved.returncode == 0 and "/webnet/admin_orders.py @your-org/billing" in moved.stdout.splitlines(), moved.stderr


def test_several_files_go_to_a_folder(app: Path, tmp_path: Path) -> None:
    refused = unbraid("export", "adr", app, "--out", tmp_path / "out")
    assert refused.returncode == 2 and "give a folder with -o" in refused.stderr
    done = unbraid("export", "adr", app, "--out", tmp_path / "out", "-o", tmp_path / "adr")
    assert done.returncode == 0 and len(list((tmp_path / "adr").glob("*.md"))) == 10


def test_what_cannot_be_done_is_told_with_a_hint(app: Path, tmp_path: Path) -> None:
    for arguments, message in (
        (("export", "tach", app, "--strict", "ordrs"), "did you mean orders?"),
        (("export", "backstage", app, "--owner", "orders"), "write it as --owner SERVICE=TEAM"),
        (("export", "tach", app, "-o", tmp_path), "give a file with -o"),
        (("export", "no-such", app), "is not one of"),
        (("export", "strukturizr", app), "Did you mean structurizr?"),
        (("report", tmp_path / "nowhere"), "there is no folder"),
    ):
        done = unbraid(*arguments, "--out", tmp_path / "out")
        assert done.returncode == 2 and message in done.stderr and "Traceback" not in done.stderr, arguments


def test_schemas_are_printed() -> None:
    for what in ("report", "facts"):
        done = unbraid("schema", "--of", what)
        assert done.returncode == 0 and json.loads(done.stdout)["title"] == f"Unbraid {what}"
