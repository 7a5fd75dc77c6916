"""Whether a program uses a library at all: the question before all work."""

from analyzer.frameworks.imported import importers
from analyzer.read.program import Program


def imports(program: Program, *packages: str) -> bool:
    """Whether any module imports one of these top-level packages."""
    return bool(importers(program, packages))
