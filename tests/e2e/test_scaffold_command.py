"""``unbraid scaffold`` as a user runs it: again after edits, as a preview, for one service, and killed."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.command import RUN, contents, copy_of_sample, environment, make_shop, unbraid


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return make_shop(tmp_path / "shop")


def generated(out: Path) -> dict[str, bytes]:
    return {path: data for path, data in contents(out).items() if not path.startswith(".unbraid-")}


def test_edits_survive_a_change_of_the_monolith_and_conflicts_are_told(shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    boundaries = tmp_path / "boundaries.toml"
    assert unbraid("analyze", shop, "--out", tmp_path / "plan").returncode == 0
    boundaries.write_bytes((tmp_path / "plan/boundaries.toml").read_bytes())
    again = ("scaffold", shop, "--out", out, "--boundaries", boundaries)
    assert unbraid(*again).returncode == 0
    copies = sorted(out.glob("services/*/shop/orders/cart.py"))
    owner = next(path for path in copies if b"return connect()" in path.read_bytes())
    owner.write_text(owner.read_text() + "\n\nMINE = 1\n")
    makefile, ignored = out / "Makefile", out / ".gitignore"
    makefile.write_text(makefile.read_text().replace("docker compose", "podman compose"))
    ignored.unlink()
    cart = shop / "shop/orders/cart.py"
    cart.write_text(cart.read_text().replace("from shop.db import connect\n", "from shop.db import connect\n\nLIMIT = 3\n"))
    done = unbraid(*again)
    assert done.returncode == 0, done.stderr
    assert "LIMIT = 3" in owner.read_text()
    assert "MINE = 1" in owner.read_text()
    assert "podman compose" in makefile.read_text()
    assert not ignored.exists()
    cart.write_text(cart.read_text().replace("LIMIT = 3", "LIMIT = 4"))
    owner.write_text(owner.read_text().replace("LIMIT = 3", "LIMIT = 5"))
    done = unbraid(*again)
    assert done.returncode == 1
    assert "merge-conflict" in done.stderr
    assert "<<<<<<< yours\nLIMIT = 5\n" in owner.read_text()
    assert "=======\nLIMIT = 4\n>>>>>>> generated now\n" in owner.read_text()
    assert unbraid(*again).returncode == 1, "until it is mended"
    owner.write_text(cart.read_text())
    assert unbraid(*again).returncode == 0


def test_a_preview_writes_nothing_and_its_patch_does_what_writing_does(shop: Path, tmp_path: Path) -> None:
    out, copy = tmp_path / "out", tmp_path / "copy"
    boundaries = tmp_path / "boundaries.toml"
    told = unbraid("scaffold", shop, "--out", out, "--dry-run")
    assert told.returncode == 0
    assert "create    compose.yaml\n" in told.stdout
    assert "nothing was written" in told.stdout
    assert not out.exists()
    assert unbraid("analyze", shop, "--out", tmp_path / "plan").returncode == 0
    boundaries.write_bytes((tmp_path / "plan/boundaries.toml").read_bytes())
    again = ("scaffold", shop, "--boundaries", boundaries)
    for folder in (out, copy):
        assert unbraid(*again, "--out", folder).returncode == 0
    (shop / "shop/db.py").write_text("def connect():\n    return None\n")
    before = contents(out)
    patch = unbraid(*again, "--out", out, "--diff")
    assert patch.returncode == 0
    assert contents(out) == before
    assert "-    return object()\n+    return None\n" in patch.stdout
    subprocess.run(["git", "apply", "-"], cwd=copy, input=patch.stdout, text=True, check=True)
    assert unbraid(*again, "--out", out).returncode == 0
    assert generated(copy) == generated(out)
    assert unbraid(*again, "--out", out, "--diff").stdout == ""


def test_services_are_cut_out_one_at_a_time(tmp_path: Path) -> None:
    sample, out = copy_of_sample(tmp_path / "sample"), tmp_path / "out"
    assert unbraid("scaffold", sample, "--out", out, "--service", "billing").returncode == 0
    assert {path.name for path in (out / "services").iterdir()} == {"billing", "monolith"}
    first = json.loads((out / "system.json").read_text())
    assert first["fallback"] == "monolith"
    assert {route["service"] for route in first["routes"]} == {"billing", "monolith"}
    calls = {(seam["callee"], *seam["callers"]) for seam in first["seams"]}
    assert ("billing", "monolith") in calls
    held = {service["id"]: service["modules"] for service in first["services"]}
    assert "webnet.billing.payments" in held["billing"]["own"]
    assert "webnet.billing.payments" in held["monolith"]["stub"]
    assert (out / "services/monolith/webnet/orders/views.py").read_bytes() == (sample / "webnet/orders/views.py").read_bytes()
    assert first["migrate"]["service"] == "monolith"
    mine = out / "services/billing/gunicorn.conf.py"
    mine.write_text(mine.read_text() + "keepalive = 30\n")
    assert unbraid("scaffold", sample, "--out", out, "--service", "content").returncode == 0
    assert {path.name for path in (out / "services").iterdir()} == {"billing", "content", "monolith"}
    assert mine.read_text().endswith("keepalive = 30\n")
    known = json.loads((out / "gateway/routes.json").read_text())
    assert {route["service"] for route in known["routes"]} == {"billing", "content", "monolith"}
    assert known["default"] == "monolith"


def test_a_service_of_no_such_name_is_told_with_a_guess(shop: Path, tmp_path: Path) -> None:
    done = unbraid("scaffold", shop, "--out", tmp_path / "out", "--service", "biling")
    assert done.returncode == 2
    assert "there is no service 'biling'" in done.stderr
    assert not (tmp_path / "out").exists()


def test_killed_at_any_time_the_tree_is_the_last_good_one_or_the_next(shop: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    assert unbraid("analyze", shop, "--out", plan).returncode == 0
    trees = {}
    for number in (1, 2):
        (shop / "shop/db.py").write_text(f"def connect():\n    return {number}\n")
        assert unbraid("scaffold", shop, "--out", tmp_path / str(number), "--boundaries", plan / "boundaries.toml").returncode == 0
        trees[number] = generated(tmp_path / str(number))
    out = tmp_path / "1"
    command = [sys.executable, "-c", RUN, "scaffold", str(shop), "--out", str(out), "--boundaries", str(plan / "boundaries.toml"), "-q"]
    killed = 0
    for wait in (0.3, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0):
        process = subprocess.Popen(command, env=environment())
        time.sleep(wait)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        if not (out / ".unbraid-commit").exists():
            assert generated(out) in (trees[1], trees[2])
    assert killed
    subprocess.run(command, env=environment(), check=True)
    assert generated(out) == trees[2]
