"""The sample's shared kernel as a distribution: built as a wheel, installed in a fresh environment, and services put together with it."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from analyzer.app import Cut, Job, scaffold_to
from tests.e2e.command import ROOT, contents, copy_of_sample, unbraid
from tests.ports import free_port

SERVICES = ("billing", "search")
IMPORT_ALL = """
import importlib, json, os, sys
names = json.load(open("unbraid_service.json"))["modules"]
for name in names:
    importlib.import_module(name)
place = os.path.dirname(sys.modules["webnet"].__file__)
print(json.dumps([len(names), place, os.path.exists(os.path.join(place, "templates", "layout.html"))]))
"""


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's services and their library."""
    folder = tmp_path_factory.mktemp("library")
    scaffold_to(Job(ROOT / "sample_monolith", folder, workers=1))
    return folder


@pytest.fixture(scope="module")
def wheel(system: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library as a wheel, from a source distribution of it, as ``python -m build`` makes both."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(system / "kernel")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(out.glob("*.tar.gz"))) == 1
    return next(iter(out.glob("webnet_shared_kernel-0.1.0-py3-none-any.whl")))


@pytest.fixture(scope="module")
def python(system: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel and what it asks for, and the services' own requirements."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin/python"), "-m", "pip", "install", "-q", "--no-compile", "--disable-pip-version-check"]
    lists = [part for name in SERVICES for part in ("-r", str(system / "services" / name / "requirements.txt"))]
    done = subprocess.run([*pip, str(wheel), *lists], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return folder / "bin/python"


def put_together(python: Path, wheel: Path, system: Path, name: str, how: str, folder: Path) -> Path:
    """A folder with a service and the library: ``checkout`` as it is, ``laid`` by its own program, ``installed`` by pip and a copy."""
    service = system / "services" / name
    if how == "checkout":
        return service
    if how == "laid":
        subprocess.run([str(python), "unbraid_library.py", "--into", str(folder)], cwd=service, check=True)
        return folder
    pip = [
        str(python),
        "-m",
        "pip",
        "install",
        "-q",
        "--no-compile",
        "--disable-pip-version-check",
        "--no-deps",
        "--target",
        str(folder),
        str(wheel),
    ]
    subprocess.run(pip, check=True, capture_output=True)
    subprocess.run(["cp", "-R", f"{service}/.", str(folder)], check=True)
    return folder


@pytest.mark.parametrize(("name", "how"), [("billing", "checkout"), ("billing", "installed"), ("search", "laid")])
def test_a_service_imports_all_of_its_modules_and_is_ready(
    python: Path, wheel: Path, system: Path, tmp_path: Path, name: str, how: str
) -> None:
    folder = put_together(python, wheel, system, name, how, tmp_path / "together")
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "PYTHONPATH")}
    environment |= {"DATABASE_URL": f"sqlite:///{tmp_path}/data.db", "SECRET_KEY": "of-the-tests", "UNBRAID_SECRET": "of-the-tests"}
    script = ("import unbraid_library\nunbraid_library.enter()\n" if how == "checkout" else "") + IMPORT_ALL
    done = subprocess.run([python, "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    count, place, has_data = json.loads(done.stdout.splitlines()[-1])
    told = json.loads((system / "system.json").read_text())
    own = next(one["modules"]["own"] for one in told["services"] if one["id"] == name)
    assert (count, has_data) == (len(own), True)
    assert Path(place) == (folder / ".build/webnet" if how == "checkout" else folder / "webnet")
    command = next(one["command"] for one in told["services"] if one["id"] == name)
    port = free_port()
    process = subprocess.Popen([python, *command], cwd=folder, env={**environment, "PORT": str(port)}, stdout=subprocess.DEVNULL)
    try:
        status, report = wait_for(port, process)
        assert (status, report["failed"], report["ready"]) == (200, {}, True)
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> tuple[int, dict[str, object]]:
    for _ in range(300):
        assert process.poll() is None
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)
        except OSError:
            time.sleep(0.2)
    raise AssertionError("no answer")


def test_both_forms_are_the_same_in_the_end_and_a_change_of_form_keeps_edits(system: Path, tmp_path: Path) -> None:
    sample, out = copy_of_sample(tmp_path / "sample"), tmp_path / "out"
    scaffold_to(Job(sample, out, workers=1), Cut(kernel="copy"))
    assert not (out / "kernel").exists()
    copies = {path: data for path, data in contents(out).items() if path.startswith("services/") and "/webnet/" in path}
    kernel = {path.removeprefix("kernel/src/"): data for path, data in contents(system).items() if path.startswith("kernel/src/")}
    there = {path: data for path, data in contents(system).items() if "/.build/" not in path}
    whole = {path: there.get(path, kernel.get(path.split("/", 2)[2])) for path in copies}
    assert whole == copies
    assert len(kernel) * 8 < len(copies) - len([path for path in there if path.startswith("services/") and "/webnet/" in path])
    mine = out / "services/billing/webnet/utils.py"
    mine.write_text(mine.read_text() + "\nMINE = 1\n")
    done = unbraid("scaffold", sample, "--out", out, "--kernel", "library")
    assert done.returncode == 0, done.stderr
    assert mine.read_text().endswith("MINE = 1\n"), "an edited copy stays, and comes after the library's"
    assert not (out / "services/orders/webnet/utils.py").exists()
    assert (out / "kernel/src/webnet/utils.py").read_bytes() == (sample / "webnet/utils.py").read_bytes()
    edited = out / "kernel/src/webnet/utils.py"
    edited.write_text(edited.read_text() + "\nOURS = 1\n")
    (sample / "webnet/utils.py").write_text('"""New."""\n' + (sample / "webnet/utils.py").read_text())
    told = unbraid("scaffold", sample, "--out", out, "--dry-run")
    assert "merge     kernel/src/webnet/utils.py" in told.stdout
    patch = unbraid("scaffold", sample, "--out", out, "--diff")
    assert "+++ b/kernel/src/webnet/utils.py" in patch.stdout
    assert unbraid("scaffold", sample, "--out", out).returncode == 0
    assert edited.read_text().startswith('"""New."""\n')
    assert edited.read_text().endswith("OURS = 1\n")


def test_the_rest_of_the_monolith_shares_the_library(tmp_path: Path) -> None:
    out = tmp_path / "out"
    scaffold_to(Job(ROOT / "sample_monolith", out, workers=1), Cut(only=("billing",)))
    told = json.loads((out / "system.json").read_text())["kernel"]
    assert (told["form"], told["services"], told["lines_repeated"]) == ("library", ["billing", "monolith"], 0)
    assert not (out / "services/monolith/webnet/extensions.py").exists()
    assert (out / "kernel/src/webnet/extensions.py").exists()
