"""``python -m benchmarks.scaffold [PATH ...]``: seconds of ``unbraid scaffold``, each run in a process of its own, nothing remembered."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOMAINS, MODULES, FUNCTIONS = 20, 25, 32
LIMITS = {"sample_monolith": 5.0, "made up": 30.0}


def make_application(folder: Path) -> Path:
    """A Flask application of about 100,000 lines: domains of modules that call one another, routes, and tables."""
    files = {
        "requirements.txt": "flask\nsqlalchemy\npsycopg2\n",
        "app/__init__.py": "",
        "app/db.py": "from sqlalchemy.orm import DeclarativeBase\n\n\n",
    }
    files["app/db.py"] += "class Base(DeclarativeBase):\n    pass\n"
    files["app/main.py"] = "from flask import Flask\n" + "".join(f"from app.d{d}.m0 import bp as bp{d}\n" for d in range(DOMAINS))
    files["app/main.py"] += "\napp = Flask(__name__)\n" + "".join(
        f"app.register_blueprint(bp{d}, url_prefix='/d{d}')\n" for d in range(DOMAINS)
    )
    for domain in range(DOMAINS):
        files[f"app/d{domain}/__init__.py"] = ""
        for module in range(MODULES):
            files[f"app/d{domain}/m{module}.py"] = module_text(domain, module)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def module_text(domain: int, module: int) -> str:
    """About 200 lines: a table, functions that call the next module, and one call into the next domain."""
    lines = ["from sqlalchemy.orm import Mapped, mapped_column", "from app.db import Base"]
    if module + 1 < MODULES:
        lines.append(f"from app.d{domain}.m{module + 1} import f0 as following")
    if module == MODULES - 1:
        lines.append(f"from app.d{(domain + 1) % DOMAINS}.m1 import f1 as foreign")
    lines += [
        "",
        "",
        f"class Row{domain}x{module}(Base):",
        f"    __tablename__ = 'rows_{domain}_{module}'",
        "    id: Mapped[int] = mapped_column(primary_key=True)",
    ]
    if module == 0:
        lines[0:0] = ["from flask import Blueprint"]
        lines += ["", "", f"bp = Blueprint('d{domain}', __name__)"]
    for number in range(FUNCTIONS):
        decorator = [f"@bp.get('/f{number}/<int:number>')"] if module == 0 else []
        call = "following(number)" if module + 1 < MODULES else "foreign(number)"
        lines += [
            "",
            "",
            *decorator,
            f"def f{number}(number: int) -> int:",
            '    """Something of the domain."""',
            f"    total = {call} if number else {number}",
        ]
        lines += ["    return total"]
    return "\n".join(lines) + "\n"


def seconds(path: Path) -> tuple[float, float]:
    """Wall and processor seconds of a whole command."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-c", "from analyzer.cli import main; main()", "scaffold", str(path), "--out", out, "--no-cache", "-q"]
        subprocess.run(command, cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print one line for each code base."""
    with tempfile.TemporaryDirectory() as folder:
        given = {name: Path(name) for name in sys.argv[1:]}
        for name, path in (given or {"sample_monolith": ROOT / "sample_monolith", "made up": make_application(Path(folder))}).items():
            lines = sum(len(file.read_bytes().splitlines()) for file in path.rglob("*.py"))
            wall, processor = seconds(path)
            limit = f", at most {LIMITS[name]:.0f} asked for" if name in LIMITS else ""
            print(f"{name}: {lines:,} lines, {wall:.1f} s by the clock, {processor:.1f} s of processors{limit}")


if __name__ == "__main__":
    main()
