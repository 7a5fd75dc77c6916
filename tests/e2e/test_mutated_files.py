"""No exception escapes, whatever a file holds: real files are cut, joined, doubled and filled with noise, or keep their form while
their expressions change places; then the whole job runs."""

import ast
import copy
import random
import shutil
from pathlib import Path

import pytest

from analyzer.app import Job, analyze, analyze_to
from analyzer.facts import read_codebase
from analyzer.frameworks import FRAMEWORKS
from analyzer.model.place import Problem
from tests.e2e.command import ROOT, copy_of_sample
from tests.specs.run_specs import cases, program_of, write_files

NOISE = (
    b"\0",
    b"\xff\xfe",
    b"(",
    b")",
    b"'''",
    b"\t",
    b"\r",
    b"\xe2\x80\xae",
    b"print 'x'",
    b"`",
    b"async ",
    b"lambda: ",
    b"\\\n",
    b"{" * 30,
    b"class",
    b"@",
    b"%",
)


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The bytes after a few random changes."""
    for _ in range(chance.randint(1, 4)):
        cut, end = sorted(chance.randint(0, len(data)) for _ in range(2))
        middle = chance.choice(
            (data[:cut], data[cut:end] * 2, other[cut:end], chance.choice(NOISE), b"", data[cut:end][::-1], chance.randbytes(20))
        )
        data = data[:cut] + middle + data[end:]
    return data


class _Swap(ast.NodeTransformer):
    """Puts expressions of a file in the place of others."""

    def __init__(self, pristine: ast.Module, chance: random.Random, share: float) -> None:
        self._found = [node for node in ast.walk(pristine) if _is_value(node)]
        self._chance = chance
        self._share = share

    def visit(self, node: ast.AST) -> ast.AST:
        if _is_value(node) and self._chance.random() < self._share:
            return copy.deepcopy(self._chance.choice(self._found))
        visited: ast.AST = self.generic_visit(node)
        return visited


def _is_value(node: ast.AST) -> bool:
    return isinstance(node, ast.expr) and not isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)


def reshaped(data: bytes, chance: random.Random) -> bytes:
    """A file that still parses and makes no sense; the bytes as they were where that fails."""
    for share in (0.1, 0.05, 0.02, 0.01):
        try:
            text = ast.unparse(_Swap(ast.parse(data), chance, share).visit(ast.parse(data)))
            ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, AttributeError, TypeError):
            continue
        return text.encode()
    return data


def mutate(root: Path, seed: int, share: float) -> None:
    """Changes a share of the Python, TOML, text and template files below a folder."""
    chance = random.Random(seed)
    files = [path for path in sorted(root.rglob("*")) if path.suffix in (".py", ".txt", ".html", ".toml", ".cfg", ".ini", ".lock", ".json")]
    for path in files:
        if chance.random() < share:
            path.write_bytes(mutated(path.read_bytes(), chance.choice(files).read_bytes(), chance))
        elif path.suffix == ".py":
            path.write_bytes(reshaped(path.read_bytes(), chance))


@pytest.mark.parametrize("seed", range(6))
def test_reading_mutated_code_gives_facts_and_problems(tmp_path: Path, seed: int) -> None:
    root = copy_of_sample(tmp_path / "app") if seed % 2 else Path(shutil.copytree(ROOT / "analyzer", tmp_path / "app" / "analyzer")).parent
    mutate(root, seed, share=0.4)
    codebase = read_codebase(root, workers=1)
    crashes = [problem for problem in codebase.problems if problem.code == "reader-crash"]
    assert crashes == []
    assert len(codebase.problems) > 5
    assert all(isinstance(problem, Problem) and problem.hint for problem in codebase.problems)
    python = [path for path in root.rglob("*.py") if "__pycache__" not in path.parts]
    assert len(codebase.files) == len(python)


def specified(folder: Path) -> Path:
    """Every file of every spec, each case in a folder of its own: the odd corners of each framework."""
    specs = ROOT / "tests" / "specs"
    for number, case in enumerate(case for below in sorted(specs.iterdir()) if below.is_dir() for case in cases(below)):
        write_files(case, folder / f"case_{number}")
    return folder


def test_the_specs_give_every_framework_something_to_read(tmp_path: Path) -> None:
    silent = set(FRAMEWORKS)
    for folder in sorted(specified(tmp_path).iterdir()):
        program = program_of(folder)
        silent -= {one for one in silent if any(True for _ in one.facts(program))}
    assert [one.name for one in silent] == []


@pytest.mark.parametrize("seed", range(201, 207))
def test_no_framework_fails_on_its_own_odd_corners_when_they_are_mutated(tmp_path: Path, seed: int) -> None:
    root = specified(tmp_path)
    mutate(root, seed, share=0.05 if seed % 2 else 0.3)
    codebase = read_codebase(root, workers=1)
    assert [problem for problem in codebase.problems if problem.code == "reader-crash"] == []
    assert len(codebase.files) > 100


@pytest.mark.parametrize("seed", [101, 102])
def test_the_whole_job_survives_mutated_code(tmp_path: Path, seed: int) -> None:
    root = copy_of_sample(tmp_path / "app")
    mutate(root, seed, share=0.25)
    job = Job(root, tmp_path / "out", workers=1)
    analyze_to(job)
    analysis, _ = analyze(job)
    assert (tmp_path / "out" / "report.html").is_file()
    placed = {placement.module for placement in analysis.partition.placements}
    assert set(analysis.codebase.business) <= placed
