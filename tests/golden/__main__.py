"""``python -m tests.golden``: rewrites the expected outputs; read the difference before you commit it."""

import tempfile
from pathlib import Path

from tests.golden import EXPECTED, outputs

EXPECTED.mkdir(exist_ok=True)
with tempfile.TemporaryDirectory() as scratch:
    for name, text in outputs(Path(scratch)).items():
        (EXPECTED / name).write_text(text, encoding="utf-8")
        print(f"wrote tests/golden/sample_monolith/{name}")
