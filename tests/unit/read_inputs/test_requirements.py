"""What code bases declare: every format, each requirement with its line, hostile input as problems."""

from pathlib import Path

import pytest

from analyzer.model.place import Problem
from analyzer.model.surface import Requirement
from analyzer.read.requirements import FORMATS, read_requirements


def read(root: Path, **files: str) -> tuple[tuple[Requirement, ...], tuple[Problem, ...]]:
    """Writes files (``__`` for ``/``, ``_DOT_`` for ``.``, ``_DASH_`` for ``-``) and reads them."""
    paths = []
    for name, text in files.items():
        path = name.replace("__", "/").replace("_DOT_", ".").replace("_DASH_", "-")
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
        paths.append(path)
    return read_requirements(root, paths)


def brief(requirement: Requirement) -> tuple[str, str, bool, int]:
    return requirement.name, requirement.specifier, requirement.is_pin, requirement.at.line


def test_pip_lines_with_extras_markers_hashes_and_continuations(tmp_path: Path) -> None:
    text = """\
# the web
Flask[async] >= 2.0 , < 4 ; python_version > "3.8"  # why not
Zope.Interface==5 \\
    --hash=sha256:00 \\
    --hash=sha256:11
--index-url https://example.org/simple
-i https://example.org/simple
-e .
not a requirement !!
"""
    found, problems = read(tmp_path, requirements_DOT_txt=text)
    assert [brief(item) for item in found] == [("flask", ">=2.0,<4", False, 2), ("zope-interface", "==5", True, 3)]
    assert found[0].extras == ("async",)
    assert found[0].marker == 'python_version > "3.8"'
    assert [(item.code, item.at.line) for item in problems] == [("requirement-syntax", 9)]


def test_a_marker_is_no_pin_and_a_hash_sign_in_a_url_is_no_comment(tmp_path: Path) -> None:
    found, problems = read(
        tmp_path, requirements_DOT_txt="-e git+https://example.org/x.git@main#egg=Own_Fork\nnice @ https://e.org/nice.zip\n./local\n"
    )
    assert [brief(item) for item in found] == [("nice", "", False, 2), ("own-fork", "", False, 1)]
    assert [(item.code, item.at.line) for item in problems] == [("requirement-url", 1), ("requirement-url", 2), ("requirement-url", 3)]


def test_includes_and_constraints_are_followed_inside_the_root_only(tmp_path: Path) -> None:
    (tmp_path / "pins").mkdir()
    (tmp_path / "pins" / "all.txt").write_text("celery==5.3\n")
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("-r web.txt\n-r loop.txt\n")
    (tmp_path / "requirements" / "loop.txt").write_text("-r base.txt\ncelery>=5\n")
    (tmp_path / "requirements" / "web.txt").write_text("jinja2\n-c ../pins/all.txt\n-r ../../secret.txt\n-r gone.txt\n")
    found, problems = read_requirements(tmp_path, ["requirements/base.txt"])
    assert [(item.name, item.specifier, item.is_pin, str(item.at)) for item in found] == [
        ("celery", "==5.3", True, "pins/all.txt:1"),
        ("celery", ">=5", False, "requirements/loop.txt:2"),
        ("jinja2", "", False, "requirements/web.txt:1"),
    ]
    assert [(item.code, str(item.at)) for item in problems] == [
        ("requirement-include-outside", "requirements/web.txt:3"),
        ("requirement-include-missing", "requirements/web.txt:4"),
    ]


def test_groups_come_from_file_names(tmp_path: Path) -> None:
    found, _ = read(tmp_path, requirements_DASH_dev_DOT_txt="pytest\n", tests__requirements_DOT_txt="moto\n", requirements_DOT_in="flask\n")
    assert {item.name: item.group for item in found} == {"pytest": "dev", "moto": "tests", "flask": ""}


PYPROJECT = """\
[build-system]
requires = ["hatchling"]

[project]
dependencies = [
    "click>=8",
    "rich",
]

[project.optional-dependencies]
postgres = ["psycopg[binary]>=3"]

[dependency-groups]
dev = ["pytest", {include-group = "docs"}]

[tool.poetry.dependencies]
python = "^3.11"
django = "^4.2.1"
pillow = {version = "~10.1", extras = ["xmp"]}
fork = {git = "https://example.org/fork.git"}

[tool.poetry.group.lint.dependencies]
ruff = "0.4.*"
"""


def test_pyproject_has_every_table(tmp_path: Path) -> None:
    found, problems = read(tmp_path, pyproject_DOT_toml=PYPROJECT)
    assert [(*brief(item), item.group) for item in found] == [
        ("click", ">=8", False, 6, ""),
        ("django", ">=4.2.1,<5", False, 18, ""),
        ("fork", "", False, 20, ""),
        ("pillow", ">=10.1,<10.2", False, 19, ""),
        ("psycopg", ">=3", False, 11, "postgres"),
        ("pytest", "", False, 14, "dev"),
        ("rich", "", False, 7, ""),
        ("ruff", "==0.4.*", False, 23, "lint"),
    ]
    assert [item.code for item in problems] == ["requirement-url"]


def test_locks_are_pins(tmp_path: Path) -> None:
    uv = 'version = 1\n\n[[package]]\nname = "own"\nversion = "1"\nsource = { editable = "." }\n\n'
    uv += '[[package]]\nname = "Click"\nversion = "8.1.7"\n'
    pipfile = '{"default": {\n"flask": {"version": "==3.0"}},\n"develop": {\n"pytest": {"version": "==8"}}}\n'
    found, problems = read(tmp_path, uv_DOT_lock=uv, Pipfile_DOT_lock=pipfile, requirements_DOT_lock="attrs==23.1\n")
    assert [brief(item) for item in found] == [
        ("attrs", "==23.1", True, 1),
        ("click", "==8.1.7", True, 9),
        ("flask", "==3.0", True, 2),
        ("pytest", "==8", True, 4),
    ]
    assert problems == ()


def test_setup_cfg(tmp_path: Path) -> None:
    text = "[metadata]\nname = x\n[options]\ninstall_requires =\n    flask>=2\n    # talk\n    rich ; os_name == 'nt'\npackages = find:\n"
    text += "[options.extras_require]\ntest =\n    pytest\n[options.entry_points]\nconsole_scripts =\n    x = y:z\n"
    found, problems = read(tmp_path, setup_DOT_cfg=text)
    assert [(*brief(item), item.group) for item in found] == [
        ("flask", ">=2", False, 5, ""),
        ("pytest", "", False, 11, "test"),
        ("rich", "", False, 7, ""),
    ]
    assert problems == ()


def test_setup_py_is_read_and_never_run(tmp_path: Path) -> None:
    text = """\
import setuptools
open("ran", "w")
WEB = ["flask>=2"] + [
    "rich",
]
setuptools.setup(
    install_requires=WEB,
    extras_require={"aws": ["boto3"], "all": make()},
)
"""
    found, problems = read(tmp_path, setup_DOT_py=text)
    assert [(*brief(item), item.group) for item in found] == [
        ("boto3", "", False, 8, "aws"),
        ("flask", ">=2", False, 3, ""),
        ("rich", "", False, 4, ""),
    ]
    assert [(item.code, item.at.line) for item in problems] == [("requirement-computed", 8)]
    assert not Path("ran").exists() and not (tmp_path / "ran").exists()


def test_a_module_that_is_only_called_setup_py_is_no_declaration(tmp_path: Path) -> None:
    (tmp_path / "setup.py").write_text("async def setup(bot):\n    try:\n        pass\n    except ValueError, TypeError:\n        pass\n")
    assert read(tmp_path) == ((), ())


def test_conda_environment(tmp_path: Path) -> None:
    text = "name: x\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.11\n"
    text += "  - conda-forge::numpy=1.26\n  - pip:\n    - flask>=2\n  - scipy\n"
    found, problems = read(tmp_path, environment_DOT_yml=text)
    assert [brief(item) for item in found] == [("flask", ">=2", False, 8), ("numpy", "==1.26.*", False, 6), ("scipy", "", False, 9)]
    assert problems == ()


def test_pipfile(tmp_path: Path) -> None:
    found, _ = read(
        tmp_path, Pipfile='[packages]\nflask = "*"\nrq = ">=1.2"\n[dev-packages]\nmock = "==4"\n[requires]\npython_version = "3.11"\n'
    )
    assert [(*brief(item), item.group) for item in found] == [
        ("flask", "", False, 2, ""),
        ("mock", "==4", False, 5, "dev"),
        ("rq", ">=1.2", False, 3, ""),
    ]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("pyproject.toml", b"[project\n"),
        ("poetry.lock", b"\xff\xfe\x00"),
        ("Pipfile.lock", b"["),
        ("Pipfile.lock", b"[" * 100_000),
        ("setup.py", b"install_requires = []\nprint 'two'\n"),
        ("setup.py", b"setup(install_requires=\0)"),
        ("requirements.txt", b"\xff\xfe\x00\x00 \n"),
    ],
)
def test_broken_files_are_problems(tmp_path: Path, path: str, data: bytes) -> None:
    (tmp_path / path).write_bytes(data)
    found, problems = read_requirements(tmp_path, [path])
    assert found == ()
    assert problems and all(item.at.path == path and item.hint for item in problems)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_no_format_trips_over_odd_shapes(tmp_path: Path, form: object) -> None:
    odd = [
        '{"default": 3, "develop": []}',
        "[project]\ndependencies = 3\n[tool.poetry]\ndependencies = [1]\n",
        "package = [1, {name = 2}]\n",
        "dependencies:\n- \n-\n",
    ]
    names = ["pyproject.toml", "Pipfile", "uv.lock", "Pipfile.lock", "setup.cfg", "setup.py", "environment.yml", "requirements.txt"]
    mine = [name for name in names if form.matches(name)]  # type: ignore[attr-defined]  # a parametrised value
    assert mine
    for text in odd:
        for name in mine:
            (tmp_path / name).write_text(text)
            read_requirements(tmp_path, [name])


def test_files_outside_the_root_are_not_read(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "secret.txt").write_text("secret\n")
    (root / "requirements.txt").symlink_to(tmp_path / "secret.txt")
    (root / "requirements-gone.txt").symlink_to(root / "nowhere")
    found, problems = read_requirements(root, ["requirements.txt", "requirements-gone.txt"])
    assert found == ()
    assert {item.code for item in problems} == {"requirements-unreadable"}


def test_utf_16_is_read(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_bytes("flask==3.0\r\n".encode("utf-16"))
    found, problems = read_requirements(tmp_path, ["requirements.txt"])
    assert [brief(item) for item in found] == [("flask", "==3.0", False, 1)]
    assert problems == ()
