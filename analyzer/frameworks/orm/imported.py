"""Whether a program uses a library at all: the question before all work."""

from analyzer.read.program import Program


def imports(program: Program, *packages: str) -> bool:
    """Whether any module imports one of these top-level packages."""
    return any(one.module.partition(".")[0] in packages for syntax in program.modules.values() for one in syntax.imports)
