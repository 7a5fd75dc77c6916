"""How large the shared kernel is that services would carry: tests, migrations and scripts among its modules are not shared code."""

from analyzer.model.analysis import Analysis
from analyzer.model.source import FileKind


def kernel_size(analysis: Analysis) -> tuple[int, int]:
    """The modules of the shared kernel that are code or configuration, and their lines."""
    shared = frozenset(analysis.plan.shared_modules)
    lines = [file.lines for file in analysis.codebase.files if file.module in shared and file.kind in (FileKind.CODE, FileKind.CONFIG)]
    return len(lines), sum(lines)
