"""The only door to graphviz."""

import shutil
import subprocess

from analyzer.report.material import Dot, DotError

SECONDS = 20.0
"""Time for one picture."""


def find_dot(seconds: float = SECONDS) -> Dot | None:
    """What draws DOT text as SVG within a time limit, or None where the ``dot`` program is not installed."""
    if shutil.which("dot") is None:
        return None
    return lambda source: draw(source, seconds)


def draw(source: str, seconds: float) -> str:
    """The picture of a graph as an SVG document. Raises DotError."""
    from graphviz.backend import dot_command, execute  # type: ignore[import-untyped]  # graphviz ships no types

    try:
        done = execute.run_check(
            dot_command.command("dot", "svg"), input=source, encoding="utf-8", capture_output=True, quiet=True, timeout=seconds
        )
    except subprocess.TimeoutExpired as error:
        raise DotError(f"graphviz needed more than {seconds:g} seconds") from error
    except (OSError, subprocess.SubprocessError, execute.ExecutableNotFound, UnicodeError) as error:
        raise DotError(f"graphviz failed: {type(error).__name__}") from error
    return str(done.stdout)
