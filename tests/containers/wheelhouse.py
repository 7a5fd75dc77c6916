"""Every distribution that the services install, as wheels in one folder, so that images are built without any network."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path


def fill(folder: Path, services: Iterable[Path]) -> None:
    """Put the wheels of each service's requirements into a folder; equal lists are asked for once. Needs pip's index or its cache."""
    folder.mkdir(parents=True, exist_ok=True)
    done: set[bytes] = set()
    for service in services:
        lists = (service / "requirements.txt").read_bytes() + (service / "constraints.txt").read_bytes()
        if lists not in done:
            done.add(lists)
            command = [sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--prefer-binary", "-w", str(folder)]
            asked = subprocess.run([*command, "-r", "requirements.txt"], cwd=service, capture_output=True, text=True, check=False)
            assert asked.returncode == 0, asked.stderr[-3000:]
