"""What is remembered between runs changes how long a run takes, and nothing else."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.app.evidence import EVIDENCE
from analyzer.app.proposing import LOOSE
from analyzer.app.watching import CONTENT
from analyzer.facts import VOCABULARY, read_codebase
from analyzer.model.analysis import PROPOSAL
from analyzer.read import cache as remembering
from analyzer.read.cache import ANALYSIS, FACTS, LATER, NOTED, RESULT, UNITS, Cache
from analyzer.read.layout import name_modules
from analyzer.read.scan import scan
from analyzer.read.survey import survey
from tests.e2e.command import contents, copy_of_sample, make_shop, unbraid


def analyzed(root: Path, out: Path, *options: str) -> dict[str, bytes]:
    done = unbraid("analyze", root, "--out", out, "--workers", 1, *options)
    assert done.returncode == 0, done.stderr
    return contents(out)


def stored(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.rglob("*") if path.is_file())


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("UNBRAID_CACHE_DIR", str(folder))
    return folder


def test_a_second_run_writes_the_same_bytes_with_and_without_what_is_remembered(tmp_path: Path, cache: Path) -> None:
    root = copy_of_sample(tmp_path / "app")
    first = analyzed(root, tmp_path / "out")
    assert stored(cache) == sorted(["CACHEDIR.TAG", ANALYSIS, CONTENT, EVIDENCE, FACTS, LATER, LOOSE, NOTED, PROPOSAL, RESULT, UNITS])
    assert analyzed(root, tmp_path / "out") == first
    assert analyzed(root, tmp_path / "other") == first
    assert analyzed(root, tmp_path / "out", "--no-cache") == first
    assert not [path for path in root.rglob("*cache*") if path.is_file()]


def test_the_second_run_takes_what_the_first_one_wrote(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from analyzer import app
    from analyzer.app import source

    root = make_shop(tmp_path / "shop")
    job = app.Job(root, tmp_path / "out", workers=1)
    told = app.analyze_to(job)
    monkeypatch.setattr(source, "codebase_of", lambda *rest: pytest.fail("the code base was read again"))
    assert app.analyze_to(job).summary == told.summary


def test_scaffold_takes_the_analysis_that_was_made_before(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from analyzer import app
    from analyzer.app import remembering as analyses

    root = copy_of_sample(tmp_path / "app")
    app.analyze_to(app.Job(root, tmp_path / "out", workers=1))
    app.scaffold_to(app.Job(root, tmp_path / "fresh", tmp_path / "out/boundaries.toml", workers=1, cached=False))
    monkeypatch.setattr(analyses, "analysis_of", lambda *rest: pytest.fail("the analysis was made again"))
    app.scaffold_to(app.Job(root, tmp_path / "out", workers=1))
    fresh = contents(tmp_path / "fresh")
    assert {path: data for path, data in contents(tmp_path / "out").items() if path in fresh} == fresh


@pytest.mark.parametrize("change", ["edited", "added", "removed", "renamed", "same size and time"])
def test_after_a_change_the_result_is_that_of_a_first_run(tmp_path: Path, cache: Path, change: str) -> None:
    root = make_shop(tmp_path / "shop")
    read_codebase(root, 1, None, Cache.of(root))
    target = root / "shop/orders/ship.py"
    before = target.stat()
    if change == "edited":
        target.write_text("from shop.billing.tax import rate\n\n\ndef ship():\n    return rate()\n")
    elif change == "added":
        (root / "shop/orders/new.py").write_text("from shop.orders import cart\n")
    elif change == "removed":
        target.unlink()
    elif change == "renamed":
        target.rename(root / "shop/billing/ship.py")
    else:
        target.write_text(target.read_text().replace("Cart", "Care"))
        os.utime(target, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert read_codebase(root, 1, None, Cache.of(root)) == read_codebase(root, 1)


def test_only_the_changed_file_is_read_again(tmp_path: Path, cache: Path) -> None:
    root = make_shop(tmp_path / "shop")
    read_codebase(root, 1, None, Cache.of(root))
    (root / "shop/orders/ship.py").write_text("def ship():\n    return None\n")
    seen = survey(root)
    assert scan(seen, VOCABULARY, 1, Cache.of(root).units(seen.stamps)).read == 1


def test_a_new_package_file_renames_modules_so_they_are_read_again(tmp_path: Path, cache: Path) -> None:
    root = tmp_path / "loose"
    (root / "lib").mkdir(parents=True)
    (root / "lib/a.py").write_text("import b\n")
    (root / "lib/b.py").write_text("")
    read_codebase(root, 1, None, Cache.of(root))
    (root / "lib/__init__.py").write_text("")
    assert read_codebase(root, 1, None, Cache.of(root)) == read_codebase(root, 1)


def test_what_is_remembered_of_a_file_counts_for_its_place_among_the_modules_only(tmp_path: Path, cache: Path) -> None:
    root = make_shop(tmp_path / "shop")
    codebase = read_codebase(root, 1, None, Cache.of(root))
    seen = survey(root)
    known = Cache.of(root).units(seen.stamps)
    placed = name_modules(seen.python, root.name, lambda path: b"")
    assert [one.module for one in placed] == list(codebase.modules)
    for one in placed:
        unit = known(one)
        assert unit is not None and unit.file.path == one.path
        assert known(replace(one, inside_package=not one.inside_package)) is None


@pytest.mark.parametrize("name", [CONTENT, FACTS, LATER, NOTED, RESULT, UNITS])
@pytest.mark.parametrize("damage", [b"", b"\0", b"garbage", None])
def test_a_damaged_cache_is_as_good_as_none(tmp_path: Path, cache: Path, name: str, damage: bytes | None) -> None:
    root = make_shop(tmp_path / "shop")
    first = analyzed(root, tmp_path / "out")
    (kept,) = cache.rglob(name)
    raw = kept.read_bytes()
    kept.write_bytes(raw[: len(raw) // 2] if damage is None else damage)
    if name == UNITS:
        (root / "shop/orders/ship.py").touch()
    assert analyzed(root, tmp_path / "out") == first


def test_another_build_of_the_program_remembers_nothing(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_shop(tmp_path / "shop")
    read_codebase(root, 1, None, Cache.of(root))
    monkeypatch.setattr(remembering, "__version__", "another")
    seen = survey(root)
    assert scan(seen, VOCABULARY, 1, Cache.of(root).units(seen.stamps)).read == len(seen.python)


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    root = make_shop(tmp_path / "shop")
    first = analyzed(root, tmp_path / "out", "--no-cache")
    monkeypatch.setenv("UNBRAID_CACHE_DIR", str(tmp_path / "file"))
    assert analyzed(root, tmp_path / "out") == first
