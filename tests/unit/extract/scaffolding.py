"""A code base given as text, cut by hand, as generated files."""

import json
from dataclasses import dataclass
from pathlib import Path

from analyzer.disk import Templates, read_inside, templates_folder
from analyzer.extract import Kernel, Stage, make_services
from analyzer.facts import read_codebase
from analyzer.model.analysis import Analysis, Provenance
from analyzer.model.files import CopiedFile, FileSet
from analyzer.model.graph import DependencyGraph
from analyzer.model.partition import SHARED, Partition, Placement
from analyzer.model.place import ModuleName, Problem
from analyzer.model.plan import ExtractionPlan, Seam


@dataclass(frozen=True)
class Scaffolded:
    """What was generated: text (or the source of a copy) by path, and the problems."""

    files: FileSet
    text: dict[str, str]
    copies: dict[str, str]
    problems: tuple[Problem, ...]

    def modules(self, service: str, suffix: str = ".py") -> list[str]:
        """The paths of a service's files of one kind that come from the code base."""
        start = f"services/{service}/"
        names = [path.removeprefix(start) for path in (*self.text, *self.copies) if path.startswith(start) and path.endswith(suffix)]
        return sorted(name for name in names if "/" in name and not name.startswith("tests/"))

    def configuration(self, service: str) -> dict[str, object]:
        """What the service's runtime reads at start."""
        found: dict[str, object] = json.loads(self.text[f"services/{service}/unbraid_service.json"])
        return found


def analysis_of(root: Path, files: dict[str, str], homes: dict[str, str], seams: tuple[Seam, ...] = ()) -> Analysis:
    """Write a code base below ``root`` and place its modules by the longest prefix in ``homes``, else in the shared kernel."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    codebase = read_codebase(root, workers=1)
    placed = dict.fromkeys(codebase.modules, SHARED)
    for prefix in sorted(homes, key=len):
        placed |= {module: homes[prefix] for module in codebase.modules if f"{module}.".startswith(f"{prefix}.")}
    partition = Partition(tuple(Placement(ModuleName(m), home, 1.0, "by hand") for m, home in sorted(placed.items())), "hand")
    plan = ExtractionPlan((), partition.shared, 0, (), (), seams, (), (), "split", ())
    return Analysis(codebase, (), DependencyGraph((), ()), partition, (), plan, (), Provenance("0", "0", 0))


def scaffolded(
    root: Path,
    files: dict[str, str],
    homes: dict[str, str],
    templates: Templates | None = None,
    seams: tuple[Seam, ...] = (),
    stage: Stage = Stage.SEAMS,
    kernel: Kernel = Kernel.COPY,
) -> Scaffolded:
    """Write a code base below ``root``, place its modules by the longest prefix in ``homes`` (else shared), and scaffold it."""
    analysis = analysis_of(root, files, homes, seams)
    found, problems = make_services(analysis, lambda path: read_inside(root, path), templates or templates_folder(), stage, kernel=kernel)
    text = {file.path: file.text for file in found if not isinstance(file, CopiedFile)}
    return Scaffolded(found, text, {file.path: file.source for file in found if isinstance(file, CopiedFile)}, problems)


FLASK_SHOP = {
    "requirements.txt": "flask>=3\nstripe==5.0\nreportlab\npyyaml\n",
    "requirements.lock": "flask==3.1.0\nwerkzeug==3.1.0\nstripe==5.0\n",
    "shop/__init__.py": "",
    "shop/app.py": "from flask import Flask\nfrom shop.settings import BLUEPRINTS\nfrom werkzeug.utils import import_string\n\n\n"
    "def create_app():\n    app = Flask('shop')\n    for name in BLUEPRINTS:\n        app.register_blueprint(import_string(name))\n"
    "    return app\n",
    "shop/settings.py": "import os\n\nBLUEPRINTS = ['shop.orders.views:bp', 'shop.billing.views:bp']\n"
    "KEY = os.environ.get('SHOP_KEY', '')\n",
    "shop/orders/__init__.py": "",
    "shop/orders/views.py": "from flask import Blueprint, render_template\nfrom shop.billing.invoices import charge\n"
    "from shop.orders.models import Order\n\nbp = Blueprint('orders', __name__)\n\n\n@bp.get('/orders/<int:number>')\ndef show(number):\n"
    "    return render_template('orders/show.html', order=Order(number), paid=charge(number))\n",
    "shop/orders/models.py": "import yaml\n\n\nclass Order:\n    def __init__(self, number):\n        self.number = yaml.dump(number)\n",
    "shop/orders/unused.py": "import reportlab\n",
    "shop/templates/orders/show.html": "{% extends 'layout.html' %}",
    "shop/templates/billing/bill.html": "{% extends 'layout.html' %}",
    "shop/templates/layout.html": "",
    "shop/static/site.css": "",
    "shop/billing/__init__.py": "",
    "shop/billing/views.py": "from flask import Blueprint, render_template\nfrom shop.billing.pdf import draw\n\n"
    "bp = Blueprint('billing', __name__)\n\n\n"
    "@bp.post('/billing/<number>')\ndef bill(number):\n    return render_template('billing/bill.html', pdf=draw(number))\n",
    "shop/billing/invoices.py": "from importlib import import_module\n\nimport stripe\n\n\n"
    "class Declined(Exception):\n    def __init__(self, why):\n        self.why = why\n\n\n"
    "def charge(number: int) -> bool:\n    import_module('shop.billing.pdf')\n"
    "    from shop.billing.pdf import draw\n    return stripe.charge(draw(number))\n",
    "shop/billing/pdf.py": "import reportlab\n\n\ndef draw(number):\n    return reportlab.draw(number)\n",
    "tests/test_shop.py": "from shop.app import create_app\n",
}
HOMES = {"shop.orders": "orders", "shop.billing": "billing"}
