"""``python -m benchmarks.speed.bare FOLDER WORKERS``: parses every Python file in a pool of processes, and no more."""

import ast
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

CHUNK = 40


def parse(paths: list[Path]) -> int:
    """How many of the files this Python can parse."""
    parsed = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path in paths:
            with suppress(SyntaxError, ValueError, OSError):
                ast.parse(path.read_bytes())
                parsed += 1
    return parsed


def main(folder: str, workers: str) -> None:
    """Prints how many files were parsed."""
    paths = sorted(Path(folder).rglob("*.py"))
    with ProcessPoolExecutor(int(workers)) as pool:
        print(sum(pool.map(parse, [paths[start : start + CHUNK] for start in range(0, len(paths), CHUNK)])))


if __name__ == "__main__":
    main(*sys.argv[1:])
