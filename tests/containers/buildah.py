"""Images without an engine: buildah in a root of its own, for machines on which no engine can be started (``chroot`` isolation)."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.containers.compose import BASE, PATH
from tests.containers.root_file_system import write_root
from tests.containers.wheelhouse import fill


def lacks() -> str:
    """Why no image can be built without an engine here, in one line; nothing where one can."""
    if shutil.which("buildah") is None:
        return "buildah is not installed (tools/system_packages.sh installs it)"
    return "" if os.geteuid() == 0 else "only root can build images in a chroot"


@dataclass(frozen=True)
class Buildah:
    """Images and containers below one folder, apart from the machine's own."""

    folder: Path

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run buildah; its output is in the error of a command that fails."""
        own = ["--root", str(self.folder / "root"), "--runroot", str(self.folder / "run"), "--storage-driver", "vfs"]
        done = subprocess.run(["buildah", *own, *words], capture_output=True, text=True, check=False, timeout=600)
        assert done.returncode == 0 or not check, (
            f"buildah {' '.join(words)}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        )
        return done

    def make_base(self, services: Path) -> None:
        """A stand-in for the Python image, with the wheels that the services install."""
        fill(self.folder / "wheels", sorted(path for path in services.iterdir() if path.is_dir()))
        write_root(self.folder / "root.tar", self.folder / "wheels")
        container = self.run("from", "scratch").stdout.strip()
        self.run("add", "--quiet", container, str(self.folder / "root.tar"), "/")
        self.run("config", "--env", PATH, "--env", "LANG=C.UTF-8", container)
        self.run("commit", "--quiet", "--rm", container, f"localhost/{BASE}")
        (self.folder / "root.tar").unlink()

    def build(self, folder: Path, name: str) -> dict[str, object]:
        """Build the image of a folder's Dockerfile; returns its configuration."""
        options = ["--isolation", "chroot", "--format", "docker", "--build-arg", f"PYTHON_IMAGE=localhost/{BASE}", "--pull-never"]
        self.run("bud", *options, "-t", name, str(folder))
        found: dict[str, object] = json.loads(self.run("inspect", "--type", "image", name).stdout)["Docker"]["config"]
        return found

    def execute(self, image: str, *command: str) -> tuple[int, str]:
        """Run a command in a container of an image, as its own user: exit code and everything printed."""
        container = self.run("from", "--pull-never", image).stdout.strip()
        done = self.run("run", "--isolation", "chroot", container, "--", *command, check=False)
        self.run("rm", container)
        return done.returncode, done.stdout + done.stderr
