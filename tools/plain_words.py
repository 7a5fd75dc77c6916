"""Prints analyzer/report/plain_words.py, the words of this program's own sentences: python -m tools.plain_words

``--redact`` leaves them where they stand in a sentence. A word that is missing costs a sentence its beauty, nothing else, so the list is
printed now and then and not checked.
"""

import ast
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
STAGES = ("plan", "signals", "cluster", "frameworks", "report", "read", "model")
TARGET = ROOT / "analyzer" / "report" / "plain_words.py"
HEAD = '''"""The words of this program's own sentences, printed by ``python -m tools.plain_words``: redacting names leaves them there."""

WORDS = """
'''


def sentences(path: Path) -> Iterator[str]:
    """The texts of a module that read like sentences; docstrings are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented and " " in node.value:
            yield node.value


def main() -> None:
    """Writes the module."""
    modules = [path for stage in STAGES for path in sorted((ROOT / "analyzer" / stage).rglob("*.py")) if path != TARGET]
    words = sorted({word for path in modules for text in sentences(path) for word in re.findall(r"(?<![\w.])[a-z]+(?![\w.(])", text)})
    body = textwrap.fill(" ".join(words), 136)
    TARGET.write_text(f'{HEAD}{body}\n"""\n\nPLAIN_WORDS = frozenset(WORDS.split())\n', encoding="utf-8")


if __name__ == "__main__":
    main()
