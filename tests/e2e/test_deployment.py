"""Everything around the services passes the linters and validators of its language, each shown to find a planted error."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.e2e.deployments import write_system
from tests.linters import LINTERS, Linter, tool

SYSTEMS = ("webnet", "django", "fastapi", "strangler")


@pytest.fixture(scope="session")
def systems(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("systems")
    return {name: write_system(name, folder / name) for name in SYSTEMS}


@pytest.mark.parametrize("linter", LINTERS, ids=lambda linter: linter.name)
@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_has_nothing_that_a_linter_finds(systems: dict[str, Path], name: str, linter: Linter) -> None:
    done = linter.run(systems[name])
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("linter", "plant"), [(linter, plant) for linter in LINTERS for plant in linter.plants], ids=lambda one: getattr(one, "name", None)
)
def test_a_linter_finds_what_is_planted(systems: dict[str, Path], linter: Linter, plant: tuple[str, str, str], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(systems["fastapi"], tmp_path / "copy"))
    name, good, bad = plant
    file = folder / name.replace("NAME", "orders")
    text = file.read_text(encoding="utf-8")
    assert good in text
    file.write_text(text.replace(good, bad, 1), encoding="utf-8")
    assert linter.run(folder).returncode != 0


def has_library(folder: Path) -> bool:
    """Whether a system's services share a library; of the systems here one has copies."""
    return folder.parent.name != "fastapi"


def documents(folder: Path) -> Iterator[dict[str, object]]:
    for path in sorted((folder / "kubernetes").rglob("*.yaml")):
        yield from (one for one in yaml.safe_load_all(path.read_text(encoding="utf-8")) if one and one.get("kind") != "Kustomization")


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_selector_of_the_cluster_finds_pods_and_every_name_is_declared(systems: dict[str, Path], name: str) -> None:
    every = list(documents(systems[name]))
    of = {kind: [one for one in every if one["kind"] == kind] for kind in ("Deployment", "Job", "Service", "NetworkPolicy")}
    pods = [one["spec"]["template"] for kind in ("Deployment", "Job") for one in of[kind]]
    labels = [pod["metadata"]["labels"] for pod in pods]
    selectors = [one["spec"]["selector"] for one in of["Service"]]
    for one in of["NetworkPolicy"]:
        sides = [*one["spec"].get("ingress", ()), *one["spec"].get("egress", ())]
        peers = [peer["podSelector"] for side in sides for peer in [*side.get("from", ()), *side.get("to", ())]]
        selectors += [selector["matchLabels"] for selector in [one["spec"]["podSelector"], *peers] if selector]
    assert len(selectors) > 6
    for selector in selectors:
        assert any(selector.items() <= one.items() for one in labels), selector
    for one in of["Service"]:
        ports = {port["targetPort"] for port in one["spec"]["ports"]}
        owners = [pod for pod in pods if one["spec"]["selector"].items() <= pod["metadata"]["labels"].items()]
        assert ports <= {port["name"] for pod in owners for container in pod["spec"]["containers"] for port in container["ports"]}
    for kustomization in (systems[name] / "kubernetes").rglob("kustomization.yaml"):
        listed = yaml.safe_load(kustomization.read_text(encoding="utf-8"))["resources"]
        assert all((kustomization.parent / resource).exists() for resource in listed)
        assert {path.name for path in kustomization.parent.glob("*.yaml")} - {"kustomization.yaml"} <= set(listed)


@pytest.mark.parametrize("name", SYSTEMS)
def test_pods_run_as_nobody_on_a_read_only_root_with_probes_and_limits(systems: dict[str, Path], name: str) -> None:
    services = {path.name for path in (systems[name] / "services").iterdir()}
    seen = set()
    for one in documents(systems[name]):
        if one["kind"] in ("Deployment", "Job") and one["metadata"]["name"] not in ("db", "queue", "cache"):
            pod = one["spec"]["template"]["spec"]
            seen.add(one["metadata"]["name"])
            assert pod["securityContext"]["runAsNonRoot"] is True
            assert (pod["automountServiceAccountToken"], pod["enableServiceLinks"]) == (False, False)
            for container in pod["containers"]:
                context = container["securityContext"]
                assert (context["readOnlyRootFilesystem"], context["allowPrivilegeEscalation"]) == (True, False)
                assert context["capabilities"]["drop"] == ["ALL"]
                assert "memory" in container["resources"]["limits"]
                if container["name"] in ("web", "nginx"):
                    assert {"startupProbe", "livenessProbe", "readinessProbe"} <= container.keys()
    assert services | {"gateway"} <= seen


def test_the_network_lets_through_what_services_call_and_nothing_else(systems: dict[str, Path]) -> None:
    seams = json.loads((systems["webnet"] / "system.json").read_text(encoding="utf-8"))["seams"]
    services = {path.name for path in (systems["webnet"] / "services").iterdir()}
    calls = {(caller, seam["callee"]) for seam in seams for one in seam["callers"] for caller in (services if one == "shared" else {one})}
    calls = {(caller, callee) for caller, callee in calls if caller != callee}
    allowed = set()
    for one in documents(systems["webnet"]):
        if one["kind"] == "NetworkPolicy":
            for side in one["spec"].get("ingress", ()):
                sources = [peer["podSelector"]["matchLabels"]["app.kubernetes.io/name"] for peer in side.get("from", ())]
                allowed |= {(source, one["metadata"]["name"]) for source in sources if source != "gateway"}
    assert len(calls) > 4
    assert allowed == calls


def test_databases_queues_and_caches_are_those_that_the_code_base_uses(systems: dict[str, Path]) -> None:
    found = {name: yaml.safe_load((systems[name] / "compose.yaml").read_text(encoding="utf-8"))["services"] for name in SYSTEMS}
    images = {
        name: {key: one["image"] for key, one in services.items() if key in ("db", "queue", "cache")} for name, services in found.items()
    }
    assert {key: image.split(":-")[1].split(":")[0] for key, image in images["webnet"].items()} == {"db": "postgres", "queue": "redis"}
    assert {key: image.split(":-")[1].split(":")[0] for key, image in images["django"].items()} == {
        "db": "mysql",
        "queue": "rabbitmq",
        "cache": "redis",
    }
    assert found["django"]["orders"]["environment"]["DATABASE_URL"].startswith("mysql://")
    assert found["fastapi"]["orders"]["environment"]["DATABASE_URL"].startswith("postgresql+asyncpg://")
    assert {"monolith", "billing"} <= found["strangler"].keys()
    assert not {"orders", "catalogue"} & found["strangler"].keys()


@pytest.mark.parametrize("name", SYSTEMS)
def test_containers_may_do_nothing_that_they_need_not(systems: dict[str, Path], name: str) -> None:
    command = [tool("docker-compose"), "config", "--format", "json"]
    done = subprocess.run(command, cwd=systems[name], capture_output=True, text=True, check=True)
    for service, one in json.loads(done.stdout)["services"].items():
        assert (one["read_only"], one["cap_drop"], one["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"]), service
        assert "build" in one or one["user"], "no image of others runs as root"
        assert not one.get("cap_add")
    for dockerfile in (systems[name] / "services").glob("*/Dockerfile"):
        text = dockerfile.read_text(encoding="utf-8")
        assert text.splitlines()[1 if has_library(systems[name]) else 0].startswith("ARG PYTHON_IMAGE=python:3.")
        service = dockerfile.parent.name
        order = ["COPY kernel/requirements.txt", f"COPY services/{service}/requirements", "RUN ", "COPY kernel/src ./"]
        order = [*order, f"COPY services/{service} ./"] if has_library(systems[name]) else ["COPY requirements", "RUN ", "COPY . ."]
        places = [text.index(words) for words in (*order, "USER 10001")]
        assert places == sorted(places)
        assert "# syntax=" not in text
        assert "<<" not in text
        assert 'CMD ["python", "-m"' in text


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_workflow_builds_and_tests_its_own_service_and_all_do_when_the_library_changes(systems: dict[str, Path], name: str) -> None:
    for service in (path.name for path in (systems[name] / "services").iterdir()):
        workflow = yaml.safe_load((systems[name] / ".github/workflows" / f"{service}.yml").read_text(encoding="utf-8"))
        shared = ["kernel/**"] if has_library(systems[name]) else []
        for event in ("push", "pull_request"):
            assert workflow["on"][event]["paths"] == [f"services/{service}/**", *shared, f".github/workflows/{service}.yml"]
        for job in workflow["jobs"].values():
            for step in job["steps"]:
                assert "uses" not in step or len(step["uses"].split("@")[1]) == 40
    if has_library(systems[name]):
        kernel = yaml.safe_load((systems[name] / ".github/workflows/kernel.yml").read_text(encoding="utf-8"))
        assert kernel["on"]["push"]["paths"] == ["kernel/**", ".github/workflows/kernel.yml"]


@pytest.mark.parametrize("name", SYSTEMS)
def test_no_generated_file_names_a_host_of_an_index(systems: dict[str, Path], name: str) -> None:
    for path in systems[name].rglob("*"):
        if path.is_file() and path.suffix != ".zip":
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not [word for word in ("index-url", "pypi.org", "pythonhosted", "trusted-host", "find-links") if word in text], path
