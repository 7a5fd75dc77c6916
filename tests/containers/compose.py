"""The generated system under Docker Compose on a real engine, with stand-ins for the images of a registry."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.containers.engine import Engine, engine
from tests.containers.root_file_system import postgres_home, write_root
from tests.containers.wheelhouse import fill

BASE = "unbraid-test-base"
IMAGES = {"PYTHON_IMAGE": "BASE", "NGINX_IMAGE": "BASE", "REDIS_IMAGE": "BASE", "POSTGRES_IMAGE": "BASE-postgres"}
PATH = "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
POSTGRES = 'FROM {}\nENV {}:{}/bin\nVOLUME /var/lib/postgresql/data\nENTRYPOINT ["docker-entrypoint.sh"]\n'


def program(name: str) -> str | None:
    """A program beside this Python, else on the path."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else shutil.which(name)


@dataclass
class System:
    """A folder that ``unbraid scaffold`` wrote, on an engine; ``seconds`` remembers how long each step took."""

    folder: Path
    engine: Engine
    port: int
    files: tuple[str, ...] = ("compose.yaml",)
    seconds: dict[str, float] = field(default_factory=dict)

    def compose(self, *arguments: str, check: bool = True) -> str:
        """Run Docker Compose in the folder; returns what it prints."""
        start = time.monotonic()
        options = [part for name in self.files for part in ("-f", name)]
        done = self.engine.run(str(program("docker-compose")), *options, *arguments, check=check, seconds=1500, cwd=self.folder)
        self.seconds[arguments[0]] = self.seconds.get(arguments[0], 0.0) + time.monotonic() - start
        return done.stdout + ("" if done.returncode == 0 else f"\nEXIT {done.returncode}\n{done.stderr}")

    def execute(self, service: str, *command: str) -> tuple[int, str]:
        """Run a command in a service's container: exit code and everything printed."""
        name = self.container(service)
        done = self.engine.run("docker", "exec", name, *command, check=False)
        return done.returncode, done.stdout + done.stderr

    def container(self, service: str) -> str:
        """The name of a service's container."""
        return self.compose("ps", "-a", "-q", service).strip()

    def inspect(self, service: str) -> dict[str, object]:
        """What the engine knows about a service's container."""
        found: list[dict[str, object]] = json.loads(self.engine.run("docker", "inspect", self.container(service)).stdout)
        return found[0]

    def ask(self, path: str, *options: str, port: int | None = None) -> tuple[int, str]:
        """Status and body of a request to the gateway."""
        url = f"http://127.0.0.1:{port or self.port}{path}"
        command = [*self.engine.inside, "curl", "-s", "-m", "30", "-w", "\n%{http_code}", *options, url]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        body, _, status = done.stdout.rpartition("\n")
        return int(status or 0), body

    def sizes(self) -> dict[str, int]:
        """Bytes of each image of the system that the base does not have already."""
        base = self._bytes(BASE)
        names = self.compose("config", "--images").split()
        return {name: self._bytes(name) - base for name in sorted(set(names)) if BASE not in name}

    def _bytes(self, image: str) -> int:
        return int(self.engine.run("docker", "image", "inspect", "--format", "{{.Size}}", image).stdout)


@contextmanager
def running_engine(folder: Path, services: Path) -> Iterator[Engine]:
    """An engine with every image that the systems ask for: those that are there on an engine that is there, else stand-ins
    with the wheels of these services' requirements."""
    with engine(folder / "engine") as found:
        if found.is_own:
            _load(found, folder, services)
            found = replace(found, environment=found.environment | {key: name.replace("BASE", BASE) for key, name in IMAGES.items()})
        yield found


def _load(found: Engine, folder: Path, services: Path) -> None:
    fill(folder / "wheels", sorted(path for path in services.iterdir() if path.is_dir()))
    write_root(folder / "root.tar", folder / "wheels")
    found.run("docker", "import", "-c", f"ENV {PATH}", "-c", "ENV LANG=C.UTF-8", str(folder / "root.tar"), BASE)
    found.run("docker", "build", "-q", "-t", f"{BASE}-postgres", "-", input=POSTGRES.format(BASE, PATH, postgres_home()))
    (folder / "root.tar").unlink()
    shutil.rmtree(folder / "wheels")
