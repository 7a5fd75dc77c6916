"""The command as a user runs it: a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUN = "from analyzer.cli import main; main()"
# Root reads everything; without these two capabilities (see capabilities(7)) it reads what others could.
RUN_WITHOUT_PRIVILEGE = """
import ctypes, os, sys
system = ctypes.CDLL(None)
for capability in (1, 2):
    system.prctl(24, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-c", "from analyzer.cli import main; main()", *sys.argv[1:]])
"""


def environment(**extra: str) -> dict[str, str]:
    """This process's environment with the checkout on the module path, and more."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **extra}


def unbraid(*arguments: object, privileged: bool = True, seconds: float = 120, **extra: str) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end."""
    command = [sys.executable, "-c", RUN if privileged else RUN_WITHOUT_PRIVILEGE, *map(str, arguments)]
    return subprocess.run(command, env=environment(**extra), capture_output=True, text=True, timeout=seconds, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def copy_of_sample(target: Path) -> Path:
    """The sample application without what running it leaves behind."""
    left_behind = shutil.ignore_patterns("__pycache__", ".pytest_cache", "instance", "*.db", "*.sqlite*")
    return Path(shutil.copytree(ROOT / "sample_monolith", target, ignore=left_behind))


def make_shop(folder: Path) -> Path:
    """A small application of two parts and something shared."""
    files = {
        "shop/__init__.py": "",
        "shop/db.py": "def connect():\n    return object()\n",
        "shop/orders/__init__.py": "",
        "shop/orders/cart.py": "from shop.db import connect\n\n\nclass Cart:\n    def total(self):\n        return connect()\n",
        "shop/orders/views.py": "from shop.orders.cart import Cart\n\n\ndef show():\n    return Cart().total()\n",
        "shop/billing/__init__.py": "",
        "shop/billing/tax.py": "from shop.db import connect\n\n\ndef rate():\n    return connect()\n",
        "shop/billing/invoice.py": "from shop.billing.tax import rate\n\n\ndef invoice():\n    return rate()\n",
        "shop/billing/remind.py": "from shop.billing.invoice import invoice\n\n\ndef remind():\n    return invoice()\n",
        "shop/orders/ship.py": "from shop.orders.cart import Cart\n\n\ndef ship():\n    return Cart()\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
