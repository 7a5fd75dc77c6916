"""Small applications of two frameworks, and the sample, whose systems are generated and checked."""

from pathlib import Path

from analyzer.app import Cut, Job, scaffold_to
from analyzer.disk import write_tree
from analyzer.extract import Kernel
from tests.unit.extract.scaffolding import scaffolded

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
HOMES = {
    "fastapi": {"shop.orders": "orders", "shop.billing": "billing"},
    "django": {"orders": "orders", "billing": "billing"},
}
KERNELS = {"fastapi": Kernel.COPY, "django": Kernel.LIBRARY}


def write_system(name: str, folder: Path) -> Path:
    """Generate one of the systems below a folder: ``webnet``, ``strangler`` (Webnet with one service cut), ``django`` or ``fastapi``."""
    out = folder / "out"
    if name in HOMES:
        shop = HERE / "shops" / name
        texts = {
            path.relative_to(shop).as_posix(): path.read_text(encoding="utf-8")
            for path in shop.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        (folder / "shop").mkdir(parents=True)
        write_tree(scaffolded(folder / "shop", texts, HOMES[name], kernel=KERNELS[name]).files, out, folder / "shop")
    else:
        scaffold_to(Job(ROOT / "sample_monolith", out, workers=1), Cut(only=("billing",) if name == "strangler" else ()))
    return out
