"""The plan's specs (tests/specs/plan): files in fences, the services they are cut into, and what the plan must say of them.

In a ``plan`` fence a line is a row: ``finding KIND path:line ...``, ``owner ENTITY SERVICE``, ``seam CALLER CALLEE TARGET CLASS``,
``tie KIND SUBJECT OTHER path:line``, or ``wave SERVICE NUMBER``; further ``field=value`` parts must hold too (``text=`` must be part of
the message or reason). All findings and ties of the kinds that a fence names must be there and no others; ``no finding KIND`` and
``no tie KIND`` say that there is none, ``no seam CALLER`` that this one uses nothing of others. Services are the packages below the
top one; ``shared`` in a ``shared`` fence lists the modules of the shared kernel.
"""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from analyzer.facts import read_codebase
from analyzer.model.graph import DependencyGraph
from analyzer.model.partition import SHARED, Partition, Placement
from analyzer.model.plan import ExtractionPlan
from analyzer.plan import make_plan

SPECS = Path(__file__).parents[2] / "specs" / "plan"
FENCE = re.compile(r"^```(\w+)[ ]*(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CASE = re.compile(r"^## (.+?)$\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    title: str
    files: dict[str, str]
    shared: tuple[str, ...]
    rows: tuple[str, ...]


def cases() -> list[Case]:
    found = []
    for path in sorted(SPECS.glob("*.md")):
        for title, text in CASE.findall(path.read_text(encoding="utf-8")):
            fences = FENCE.findall(text)
            files = {info.removeprefix("path="): body for _, info, body in fences if info.startswith("path=")}
            shared = tuple(line for kind, _, body in fences if kind == "shared" for line in body.split())
            rows = tuple(line for kind, _, body in fences if kind == "plan" for line in body.splitlines() if line)
            found.append(Case(f"{path.stem}: {title}", files, shared, rows))
    return found


def planned(case: Case, root: Path) -> ExtractionPlan:
    for path, text in case.files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    codebase = read_codebase(root, workers=1)
    homes = {m: SHARED if m in case.shared or "." not in m else m.split(".")[1] for m in codebase.modules}
    placements = tuple(Placement(module, homes[module], 1.0, "as the spec says") for module in codebase.modules)
    return make_plan(codebase, DependencyGraph(codebase.modules, ()), (), Partition(placements, "spec"))


def check(plan: ExtractionPlan, row: str) -> bool:
    """Whether the plan holds what a row says."""
    words = [word for word in shlex.split(row) if "=" not in word]
    wanted = dict(word.split("=", 1) for word in shlex.split(row) if "=" in word)
    text = wanted.pop("text", "")
    found: list[dict[str, str]] = []
    match words:
        case ["finding", kind, at]:
            found = [
                {
                    "services": ",".join(f.services),
                    "severity": str(f.severity),
                    "places": ",".join(str(p.line) for p in f.places),
                    "text": f"{f.message} {f.remedy}",
                }
                for f in plan.findings
                if (f.kind, str(f.at)) == (kind, at)
            ]
        case ["owner", entity, owner]:
            found = [{"text": o.reason} for o in plan.ownership if (o.entity, o.owner) == (entity, owner)]
        case ["seam", caller, callee, target, seam_class]:
            key = (caller, callee, target, seam_class)
            found = [
                {"loop": str(s.in_loop), "count": str(s.count), "kinds": ",".join(s.kinds), "text": f"{s.why} {s.remedy}"}
                for s in plan.seams
                if (s.caller, s.callee, s.target, str(s.seam_class)) == key
            ]
        case ["tie", kind, subject, other, at]:
            found = [
                {"owner": t.owner, "services": ",".join(t.services), "remedy": str(t.remedy), "text": f"{t.why} {t.how}"}
                for t in plan.data_ties
                if (str(t.kind), t.subject, ",".join(t.others)) == (kind, subject, other) and at in map(str, t.places)
            ]
        case ["wave", service, number]:
            found = [{"risk": s.risk, "text": s.why_now} for s in plan.services if (s.id, str(s.wave)) == (service, number)]
        case _:
            raise ValueError(row)
    return any(text in one["text"] and all(one[key] == value for key, value in wanted.items()) for one in found)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_plan_is_as_its_spec_says(case: Case, tmp_path: Path) -> None:
    plan = planned(case, tmp_path)
    rows = [row for row in case.rows if not row.startswith("no ")]
    assert [row for row in rows if not check(plan, row)] == [], "\n".join(
        [*(f"{f.kind} {f.at} {f.severity} {f.services} {f.message} {[str(p) for p in f.places]}" for f in plan.findings)]
        + [f"{s.caller} {s.callee} {s.target} {s.seam_class} {s.kinds} {s.why}" for s in plan.seams]
        + [f"{o.entity} {o.owner} {o.reason}" for o in plan.ownership]
    )
    silent = {row.split()[2] for row in case.rows if row.startswith("no seam")}
    assert [(s.caller, s.target) for s in plan.seams if s.caller in silent] == []
    listed = {tuple(shlex.split(row)[1:3]) for row in rows if row.startswith("finding")}
    ties = {tuple(shlex.split(row)[1:4]) for row in rows if row.startswith("tie")}
    known = {kind for kind, *_ in ties} | {row.split()[2] for row in case.rows if row.startswith("no tie")}
    assert {(str(t.kind), t.subject, ",".join(t.others)) for t in plan.data_ties if t.kind in known} == ties
    kinds = {kind for kind, _ in listed} | {row.split()[2] for row in case.rows if row.startswith("no finding")}
    assert {(f.kind, str(f.at)) for f in plan.findings if f.kind in kinds} == listed
