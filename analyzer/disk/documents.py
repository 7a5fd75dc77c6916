"""Where the documents are found that explain codes."""

from pathlib import Path

PAGES = ("findings.md", "problems.md", "boundaries.md", "verdict.md")
"""The pages that have a section for each code."""


def pages() -> dict[str, str]:
    """Page to text: those inside the package, else those of the checkout; a page that is not there is left out."""
    package = Path(__file__).resolve().parent.parent
    packaged = package / "_docs"
    folder = packaged if packaged.is_dir() else package.parent / "docs"
    return {name: (folder / name).read_text(encoding="utf-8") for name in PAGES if (folder / name).is_file()}
