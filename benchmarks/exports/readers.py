"""What the readers of our exports say: Mermaid, a parser of Structurizr's DSL, and Backstage's published schemas."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from analyzer.app import Job, analyze
from analyzer.report.exports import EXPORTS, Wishes, make_export
from benchmarks.exports.packages import C4STUDIO, CATALOG_MODEL, MERMAID, npm_package, python_package

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
AS_JSON = "import(process.argv[1]).then((found) => console.log(JSON.stringify(found.default)))"
READ_DSL = """
import json, sys, warnings
warnings.simplefilter("error")
sys.path.insert(0, sys.argv[1])
from c4studio.parser.dsl import parse_dsl
found = parse_dsl(sys.stdin.read())
(system,) = found.model.software_systems
said = {"system": system.name, "containers": [one.name for one in system.containers], "relationships": len(found.model.relationships)}
print(json.dumps({**said, "diagnostics": list(map(str, found.diagnostics))}))
"""


def mermaid_says(texts: list[str]) -> list[str]:
    """What Mermaid makes of each text: the kind of diagram, or the error."""
    from playwright.sync_api import sync_playwright

    browser = next(path for name in BROWSERS if (path := shutil.which(name)))
    script = npm_package(*MERMAID) / "dist" / "mermaid.min.js"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = started.new_page()
        page.add_script_tag(path=str(script))
        read = "async (text) => { try { return (await mermaid.parse(text)).diagramType } catch (error) { return String(error) } }"
        said = [str(page.evaluate(read, text)) for text in texts]
        started.close()
        return said


def structurizr_says(text: str) -> dict[str, Any]:
    """What a parser of the DSL finds: the name of the system, its containers, how many relationships, and complaints; raises
    CalledProcessError where it cannot parse."""
    command = [sys.executable, "-c", READ_DSL, str(python_package(*C4STUDIO))]
    done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, "parse_dsl", done.stdout, done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def backstage_says(text: str) -> list[str]:
    """What Backstage's schemas have against the entities of a ``catalog-info.yaml``; nothing is good."""
    import jsonschema
    import yaml
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT7

    schemas = backstage_schemas()
    registry: Registry[object] = Registry().with_resources((name, Resource(one, DRAFT7)) for name, one in schemas.items())
    said = []
    for entity in yaml.safe_load_all(text):
        checker = jsonschema.Draft7Validator(schemas[f"{entity['kind']}V1alpha1"], registry=registry)
        said += [f"{entity['kind']} {entity['metadata'].get('name')}: {error.message}" for error in checker.iter_errors(entity)]
    return said


@cache
def backstage_schemas() -> dict[str, dict[str, Any]]:
    """The schemas by their names."""
    return {one["$id"]: one for one in _schemas(npm_package(*CATALOG_MODEL) / "dist" / "schema")}


def _schemas(folder: Path) -> Iterator[dict[str, Any]]:
    """Each schema, as the JavaScript module that holds it says."""
    node = Path(sys.executable).with_name("node")
    for path in sorted(folder.rglob("*.schema.json.esm.js")):
        copy = path.with_suffix(".mjs")
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        command = [str(node) if node.exists() else "node", "-e", AS_JSON, str(copy)]
        yield json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def readings(folder: Path) -> Iterator[tuple[str, str, bool]]:
    """Reader, what it says of our export of a code base, and whether that is good."""
    analysis, _ = analyze(Job(folder, folder / "unbraid-out"))
    made = {
        one.name: make_export(one, analysis, Wishes())[0].text for one in EXPORTS if one.name in ("mermaid", "structurizr", "backstage")
    }
    (diagram,) = mermaid_says([made["mermaid"]])
    yield "mermaid", diagram, diagram.startswith("flowchart")
    model = structurizr_says(made["structurizr"])
    sizes = f"{len(model['containers'])} containers, {model['relationships']} relationships"
    yield "structurizr", sizes, not model["diagnostics"] and len(model["containers"]) >= len(analysis.plan.services)
    errors = backstage_says(made["backstage"])
    yield "backstage", errors[0] if errors else "valid", not errors
