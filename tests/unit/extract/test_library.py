"""The shared kernel as a library: once for all services, and each service put together with it is what it was with copies."""

import json
import subprocess
import sys
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analyzer.disk import write_tree
from analyzer.extract import Kernel, Stage
from analyzer.extract.library import _Places
from analyzer.model.files import CopiedFile, OutputFile, TextFile
from tests.unit.extract.scaffolding import FLASK_SHOP, HOMES, Scaffolded, scaffolded

SOURCE = "kernel/src/"
RUNTIME = "unbraid_library.py"


def library(tmp_path: Path, files: dict[str, str], homes: dict[str, str], stage: Stage = Stage.SEAMS) -> Scaffolded:
    return scaffolded(tmp_path / "code", files, homes, stage=stage, kernel=Kernel.LIBRARY)


def in_library(found: Scaffolded) -> list[str]:
    return sorted(path.removeprefix(SOURCE) for path in found.copies if path.startswith(SOURCE))


def code_of(found: Scaffolded, start: str) -> dict[str, str | OutputFile]:
    """What comes from the code base below a folder: a stand-in's text, or the source of a copy."""
    files = {file.path.removeprefix(start): file for file in found.files if file.path.startswith(start)}
    return {path: file.source if isinstance(file, CopiedFile) else file.text for path, file in files.items()}


def test_what_services_share_is_there_once(tmp_path: Path) -> None:
    found = library(tmp_path, FLASK_SHOP, HOMES)
    assert in_library(found) == [
        "shop/__init__.py",
        "shop/app.py",
        "shop/settings.py",
        "shop/static/site.css",
        "shop/templates/layout.html",
    ]
    for service in ("orders", "billing"):
        assert not {"shop/__init__.py", "shop/app.py", "shop/settings.py"} & set(found.modules(service))
    assert found.copies["services/orders/shop/orders/views.py"] == "shop/orders/views.py"


@pytest.mark.parametrize("stage", list(Stage))
def test_a_service_and_the_library_together_are_what_the_service_was_with_copies(tmp_path: Path, stage: Stage) -> None:
    files = {**FLASK_SHOP, "VERSION.txt": "7", "templates/top.html": "", "service.py": "NAME = 1\n"}
    files["shop/settings.py"] += "\nimport service\n\nVERSION = open('VERSION.txt').read()\n"
    copied = scaffolded(tmp_path / "copied", files, HOMES, stage=stage)
    found = library(tmp_path, files, HOMES, stage)
    for service in ("orders", "billing"):
        start = f"services/{service}/"
        whole = code_of(found, SOURCE) | code_of(found, start)
        mine = {path: text for path, text in code_of(copied, start).items() if "/" in path and not path.startswith("tests/")}
        assert len(mine) > 8
        assert {path: whole.get(path) for path in mine} == mine
        assert {"VERSION.txt", "templates/top.html", "service.py", "service_entry.py"} <= whole.keys()


def test_what_one_service_needs_or_owns_is_not_shared(tmp_path: Path) -> None:
    files = {**FLASK_SHOP, "shop/money.py": "RATE = 1\n", "shop/orders/unused.py": "from shop.money import RATE\n"}
    found = library(tmp_path, files, HOMES)
    assert "shop/money.py" not in in_library(found)
    assert "services/orders/shop/money.py" in found.copies
    files |= {"shop/three/__init__.py": "", "shop/three/views.py": ""}
    owned = library(tmp_path / "owned", files, {**HOMES, "shop.app": "orders", "shop.three": "three"})
    assert "shop/app.py" not in in_library(owned)
    assert {f"services/{service}/shop/app.py" for service in ("orders", "billing", "three")} <= owned.copies.keys()


def test_what_the_library_reaches_is_in_every_service(tmp_path: Path) -> None:
    files = {**FLASK_SHOP, "shop/three/__init__.py": "", "shop/three/views.py": "import shop.settings\n"}
    files["shop/mail.py"] = "from shop.billing.invoices import Declined\nfrom shop.colours import RED\n"
    files["shop/colours.py"] = "RED = 1\n"
    files["shop/orders/unused.py"] = files["shop/billing/pdf.py"] = "import shop.mail\n"
    found = library(tmp_path, files, {**HOMES, "shop.three": "three"})
    assert {"shop/mail.py", "shop/colours.py"} <= set(in_library(found))
    assert "shop/billing/invoices.py" in found.modules("three"), "a stand-in, so that shop.mail can be imported here too"
    assert "| `shop.mail` | `shop.billing.invoices` |" in found.text["kernel/README.md"]


def test_a_service_depends_on_the_library_and_lists_the_rest_itself(tmp_path: Path) -> None:
    found = library(tmp_path, FLASK_SHOP, HOMES)
    assert found.text["kernel/requirements.txt"].splitlines()[1:] == ["flask==3.1.0", "werkzeug==3.1.0"]
    lines = found.text["services/billing/requirements.txt"].splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "-c constraints.txt",
        "-r ../../kernel/requirements.txt",
        "gunicorn",
        "reportlab",
        "stripe==5.0",
    ]
    project = tomllib.loads(found.text["kernel/pyproject.toml"])["project"]
    assert project["dependencies"] == ["flask==3.1.0", "werkzeug==3.1.0"]
    service = tomllib.loads(found.text["services/billing/pyproject.toml"])["project"]
    assert service["dependencies"][0] == f"{project['name']}=={project['version']}"


def test_where_a_service_asks_for_its_own_version_the_library_asks_for_any(tmp_path: Path) -> None:
    files = {**FLASK_SHOP, "requirements.txt": "flask>=3\nreportlab\npyyaml\n", "requirements.lock": ""}
    files |= {"requirements/orders.txt": "requests<2\n", "requirements/billing.txt": "requests>=2\n"}
    files["shop/settings.py"] += "import requests\n"
    found = library(tmp_path, files, HOMES)
    assert "requests" in found.text["kernel/requirements.txt"].splitlines()
    assert "requests<2" in found.text["services/orders/requirements.txt"].splitlines()
    assert "requests>=2" in found.text["services/billing/requirements.txt"].splitlines()


def test_lines_are_counted_once_and_repeated(tmp_path: Path) -> None:
    made = {kernel: scaffolded(tmp_path / kernel, FLASK_SHOP, HOMES, kernel=kernel) for kernel in Kernel}
    told = {kernel: json.loads(one.text["system.json"])["kernel"] for kernel, one in made.items()}
    lines = sum(len(FLASK_SHOP[f"shop/{name}.py"].splitlines()) for name in ("__init__", "app", "settings"))
    assert [told[kernel]["form"] for kernel in Kernel] == ["copy", "library"]
    assert [(told[kernel]["lines"], told[kernel]["lines_repeated"]) for kernel in Kernel] == [(lines, lines), (lines, 0)]
    assert told[Kernel.LIBRARY]["modules"] == told[Kernel.COPY]["modules"] == ["shop", "shop.app", "shop.settings"]
    assert told[Kernel.LIBRARY]["services"] == ["billing", "orders"]


def test_a_single_service_and_services_that_share_nothing_have_no_library(tmp_path: Path) -> None:
    for homes in ({"shop": "shop"}, {"a": "a", "b": "b"}):
        files = FLASK_SHOP if "shop" in homes else {"lib/a/__init__.py": "", "lib/b/__init__.py": ""}
        found = library(tmp_path / next(iter(homes)), files, homes)
        assert not [path for path in (*found.text, *found.copies) if path.startswith("kernel") or path.endswith(RUNTIME)]
        assert json.loads(found.text["system.json"])["kernel"]["form"] == "copy"


def test_hostile_names_of_a_code_base_give_a_good_distribution(tmp_path: Path) -> None:
    for name in ('x"] evil = ["', "../..", "Ünï çödé", "---", "a" * 200, "$(reboot)\n"):
        found = scaffolded(tmp_path / name.replace("/", "_"), FLASK_SHOP, HOMES, kernel=Kernel.LIBRARY)
        project = tomllib.loads(found.text["kernel/pyproject.toml"])["project"]
        assert project["name"].replace("-", "").isalnum()
        assert project["name"].isascii()
        assert project["name"].endswith("shared-kernel")


def test_a_service_that_is_called_like_the_library_is_not_in_its_way(tmp_path: Path) -> None:
    found = library(tmp_path, FLASK_SHOP, {"shop.orders": "kernel", "shop.billing": "billing"})
    assert "services/kernel-2/service.py" in found.text
    assert {".github/workflows/kernel.yml", ".github/workflows/kernel-2.yml"} <= found.text.keys()


def test_a_file_that_is_another_one_or_in_the_way_in_some_service_is_left_to_the_services() -> None:
    held: list[dict[str, OutputFile]] = [
        {"a/x.py": CopiedFile("a/x.py", "a/x.py"), "a/b": CopiedFile("a/b", "a/b"), "c/d/e": CopiedFile("c/d/e", "c/d/e")},
        {"a/x.py": TextFile("a/x.py", "rewritten here"), "a/y.py": CopiedFile("a/y.py", "a/y.py")},
    ]
    places = _Places(held)
    free = {path for path in ("a/x.py", "a/y.py", "a/z.py", "a/b/c", "c/d", "a/b") if places.for_library(CopiedFile(path, path))}
    assert free == {"a/y.py", "a/z.py", "a/b"}
    assert not places.for_library(CopiedFile("a/y.py", "elsewhere/y.py"))


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A system with a library, on disk."""
    write_tree(library(tmp_path, FLASK_SHOP, HOMES).files, tmp_path / "out", tmp_path / "code")
    return tmp_path / "out"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, RUNTIME, *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_both_are_put_together_with_edits_and_without_what_is_gone(written: Path) -> None:
    folder, library_ = written / "services/orders", written / "kernel/src/shop"
    (library_ / "gone.py").write_text("")
    show = "import shop.settings as s, os; print(s.__file__, s.__name__, sorted(os.listdir('shop')))"
    (folder / "show.py").write_text(show)
    first = run(folder, "-m", "show")
    assert first.returncode == 0, first.stderr
    assert f"{folder}/.build/shop/settings.py shop.settings" in first.stdout
    assert "gone.py" in first.stdout
    (library_ / "gone.py").unlink()
    (library_ / "settings.py").write_text("FRESH = 1\n")
    (folder / ".build/shop/data.db").write_text("of the application")
    again = run(folder, "-m", "show")
    assert "gone.py" not in again.stdout
    assert (folder / ".build/shop/settings.py").read_text() == "FRESH = 1\n"
    assert (folder / ".build/shop/data.db").exists(), "what the application wrote stays"
    (folder / "shop/settings.py").write_text("MINE = 1\n")
    run(folder, "-m", "show")
    assert (folder / ".build/shop/settings.py").read_text() == "MINE = 1\n", "the service's own files come last"


def test_many_processes_may_start_at_once(written: Path) -> None:
    (written / "services/orders/show.py").write_text("import shop.settings\nprint(len(shop.settings.BLUEPRINTS))\n")
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda _: run(written / "services/orders", "-m", "show"), range(6)))
    assert [(one.returncode, one.stdout) for one in done] == [(0, "2\n")] * 6, [one.stderr for one in done]
    assert not list((written / "services/orders/.build").rglob("*.part"))


def test_another_folder_has_all_that_a_service_needs(written: Path, tmp_path: Path) -> None:
    done = run(written / "services/billing", "--into", str(tmp_path / "whole"))
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "whole/requirements.txt").read_text().splitlines()
    assert "flask==3.1.0" in lines
    assert not [line for line in lines if line.startswith("-r")]
    alone = run(tmp_path / "whole", "-m", "shop.settings")
    assert alone.returncode == 0, alone.stderr
    assert not (tmp_path / "whole/.build").exists()
    assert run(tmp_path / "whole", "nonsense").returncode == 1


def test_a_wheel_has_every_file_of_the_library_byte_for_byte(written: Path, tmp_path: Path) -> None:
    (written / "kernel/src/shop/deep/er").mkdir(parents=True)
    (written / "kernel/src/shop/deep/er/x.bin").write_bytes(b"\0\1")
    (written / ".gitignore").write_text("*.css\n*.html\n")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path), "./kernel"]
    done = subprocess.run(command, cwd=written, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}
    source = written / "kernel/src"
    assert inside == {path.relative_to(source).as_posix(): path.read_bytes() for path in source.rglob("*") if path.is_file()}


def test_the_same_code_base_gives_the_same_library(tmp_path: Path) -> None:
    assert library(tmp_path / "x", FLASK_SHOP, HOMES).files == library(tmp_path / "y", FLASK_SHOP, HOMES).files
