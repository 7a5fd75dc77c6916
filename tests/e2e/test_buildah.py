"""A service's image on a machine without an engine: built by buildah, and run as nobody by its own command."""

from pathlib import Path

import pytest

from analyzer.app import Job, scaffold_to
from tests.containers.buildah import Buildah, lacks
from tests.e2e.test_plain_commands import BOUNDARIES, TOOL

ANSWERS = """
import os, subprocess, sys, time, urllib.request
process = subprocess.Popen([sys.executable, "-m", "service"], env=dict(os.environ, PORT="23817"))
for _ in range(300):
    try:
        print(urllib.request.urlopen("http://127.0.0.1:23817/readyz").read().decode())
        break
    except OSError:
        time.sleep(0.1)
print("user", os.getuid())
process.terminate()
"""


@pytest.mark.skipif(bool(lacks()), reason=lacks() or "everything is there")
def test_an_image_builds_and_runs_without_an_engine(tmp_path: Path) -> None:
    for path, text in TOOL.items():
        (tmp_path / "source" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / path).write_text(text)
    out = tmp_path / "out"
    out.mkdir()
    (out / "boundaries.toml").write_text(BOUNDARIES)
    scaffold_to(Job(tmp_path / "source", out, workers=1))
    (tmp_path / "buildah").mkdir()
    made = Buildah(tmp_path / "buildah")
    made.make_base(out / "services")
    configuration = made.build(out / "services/cli", "localhost/cli")
    assert configuration["User"] == "10001"
    assert configuration["Cmd"] == ["python", "-m", "service"]
    assert configuration["Healthcheck"]
    code, said = made.execute("localhost/cli", "python", "-m", "service", "sums", "--version")
    assert (code, said.splitlines()[-1]) == (0, "sums, version 3.1")
    code, said = made.execute("localhost/cli", "python", "-c", ANSWERS)
    assert '"ready": true' in said, said
    assert "user 10001" in said
