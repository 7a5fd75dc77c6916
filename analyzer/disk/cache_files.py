"""Files of a cache: whole or not at all, and no harm where they cannot be written."""

import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from analyzer.disk.commit import PART


def write_cache(folder: Path, name: str, parts: Iterable[bytes]) -> None:
    """Write one file of a cache folder, whole or not at all, part by part; a folder that cannot be written stays as it is."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=PART, dir=folder))
        try:
            with (stage / name).open("wb") as stream:
                stream.writelines(parts)
            (stage / name).replace(folder / name)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
