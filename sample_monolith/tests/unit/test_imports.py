"""Any module may be imported first."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import importlib, pathlib, sys, warnings
warnings.simplefilter("ignore")
names = []
for path in sorted(pathlib.Path("webnet").rglob("*.py")):
    parts = list(path.with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    names.append(".".join(parts))
for name in names:
    for loaded in [key for key in sys.modules if key.partition(".")[0] == "webnet"]:
        del sys.modules[loaded]
    importlib.import_module(name)
print(len(names))
"""


def test_every_module_can_be_the_first():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 70


def test_application_twice_in_one_process(app, another_app):
    other = another_app({"SITE_NAME": "Other"})
    assert other.config["SITE_NAME"] == "Other"
    assert len(list(other.url_map.iter_rules())) == len(list(app.url_map.iter_rules()))
