"""Expected outputs of the sample: ``make golden`` rewrites them, the tests only compare; nothing else ever writes them."""

from pathlib import Path

from analyzer.app import Job, analyze_to, scaffold_to
from tests.e2e.command import copy_of_sample

EXPECTED = Path(__file__).with_name("sample_monolith")
KEPT = ("boundaries.toml", "graph.dot", "partition.json", "report.json", "report.md")


def outputs(scratch: Path) -> dict[str, str]:
    """What both commands make of the sample: the reports that people read in a difference, and the paths of the services' files."""
    app, out = copy_of_sample(scratch / "app"), scratch / "out"
    analyze_to(Job(app, out, workers=1))
    reports = {name: (out / name).read_text(encoding="utf-8") for name in KEPT}
    services = scaffold_to(Job(app, scratch / "services", workers=1)).written
    return {**reports, "services.txt": "".join(f"{action.path}\n" for action in services.actions)}
