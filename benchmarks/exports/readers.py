"""Mermaid and Backstage's published schemas, fetched by npm, read what we export."""

import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from analyzer.app import Job, analyze
from analyzer.report.exports import EXPORTS, Wishes, make_export

MERMAID, CATALOG_MODEL = "mermaid@11.17.2", "@backstage/catalog-model@1.10.1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
AS_JSON = "import(process.argv[1]).then((found) => console.log(JSON.stringify(found.default)))"


def package(name: str, folder: Path) -> Path:
    """The files of an npm package, unpacked; raises CalledProcessError where npm cannot have it."""
    subprocess.run(["npm", "pack", "--silent", "--ignore-scripts", name], cwd=folder, check=True, capture_output=True)
    archive = next(folder.glob("*.tgz"))
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    archive.unlink()
    return folder / "package"


def mermaid_says(texts: list[str]) -> list[str]:
    """What Mermaid makes of each text: the kind of diagram, or the error."""
    from playwright.sync_api import sync_playwright

    browser = next(path for name in BROWSERS if (path := shutil.which(name)))
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        script = package(MERMAID, Path(scratch)) / "dist" / "mermaid.min.js"
        page = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"]).new_page()
        page.add_script_tag(path=str(script))
        read = "async (text) => { try { return (await mermaid.parse(text)).diagramType } catch (error) { return String(error) } }"
        return [str(page.evaluate(read, text)) for text in texts]


def backstage_says(text: str) -> list[str]:
    """What Backstage's schemas have against the entities of a ``catalog-info.yaml``; nothing is good."""
    import jsonschema
    import yaml
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT7

    with tempfile.TemporaryDirectory() as scratch:
        folder = package(CATALOG_MODEL, Path(scratch)) / "dist" / "schema"
        schemas = list(_schemas(folder))
    registry: Registry[object] = Registry().with_resources((one["$id"], Resource(one, DRAFT7)) for one in schemas)
    by_kind = {one["$id"]: one for one in schemas}
    said = []
    for entity in yaml.safe_load_all(text):
        checker = jsonschema.Draft7Validator(by_kind[f"{entity['kind']}V1alpha1"], registry=registry)
        said += [f"{entity['kind']} {entity['metadata'].get('name')}: {error.message}" for error in checker.iter_errors(entity)]
    return said


def readings(folder: Path) -> tuple[str, list[str]]:
    """What Mermaid makes of our drawing of a code base, and what Backstage's schemas have against our catalogue of it."""
    analysis, _ = analyze(Job(folder, folder / "unbraid-out"))
    texts = {one.name: one for one in EXPORTS}
    drawing, catalogue = (make_export(texts[name], analysis, Wishes())[0].text for name in ("mermaid", "backstage"))
    return mermaid_says([drawing])[0], backstage_says(catalogue)


def _schemas(folder: Path) -> Iterator[dict[str, str]]:
    """Each schema, as the JavaScript module that holds it says."""
    for path in sorted(folder.rglob("*.schema.json.esm.js")):
        copy = path.with_suffix(".mjs")
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        done = subprocess.run(["node", "-e", AS_JSON, str(copy)], check=True, capture_output=True, text=True)
        yield json.loads(done.stdout)
