import ast
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from analyzer.disk import templates_folder, write_tree
from analyzer.extract import TemplateProblemError
from analyzer.extract.stacks import STACKS
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.plan import Seam, SeamClass
from tests.unit.extract.scaffolding import FLASK_SHOP, HOMES, scaffolded

ROOT = Path(__file__).resolve().parents[3]


def test_a_service_holds_its_own_modules_the_kernel_and_stand_ins_for_what_it_reaches(tmp_path: Path) -> None:
    found = scaffolded(tmp_path, FLASK_SHOP, HOMES)
    assert found.modules("orders") == [
        "shop/__init__.py",
        "shop/app.py",
        "shop/billing/__init__.py",
        "shop/billing/invoices.py",
        "shop/billing/views.py",
        "shop/orders/__init__.py",
        "shop/orders/models.py",
        "shop/orders/unused.py",
        "shop/orders/views.py",
        "shop/settings.py",
    ], "nothing of shop.billing.pdf, which only removed bodies reach, and no tests"
    assert found.copies["services/orders/shop/orders/views.py"] == "shop/orders/views.py"
    stand_in = found.text["services/orders/shop/billing/invoices.py"]
    assert 'raise NotServedHere("shop.billing.invoices.charge", service="billing")' in stand_in
    assert "self.why = why" in stand_in, "exceptions stay whole"
    assert "stripe" not in stand_in
    assert "@bp.post('/billing/<number>')" in found.text["services/orders/shop/billing/views.py"]


def test_a_service_installs_what_it_holds_and_nothing_else(tmp_path: Path) -> None:
    found = scaffolded(tmp_path, FLASK_SHOP, HOMES)
    needs = {service: found.text[f"services/{service}/requirements.txt"].splitlines()[2:] for service in ("orders", "billing")}
    assert needs["orders"] == ["flask==3.1.0", "gunicorn", "pyyaml", "reportlab", "werkzeug==3.1.0"]
    assert needs["billing"] == ["flask==3.1.0", "gunicorn", "reportlab", "stripe==5.0", "werkzeug==3.1.0"]
    assert "stripe==5.0" in found.text["services/orders/constraints.txt"]


def test_page_templates_of_other_services_stay_out(tmp_path: Path) -> None:
    found = scaffolded(tmp_path, FLASK_SHOP, HOMES)
    assert found.modules("orders", ".html") == ["shop/templates/layout.html", "shop/templates/orders/show.html"]
    assert found.modules("billing", ".html") == ["shop/templates/billing/bill.html", "shop/templates/layout.html"]
    assert found.modules("billing", ".css") == ["shop/static/site.css"]


def test_the_entry_point_uses_the_own_factory_and_knows_the_routes(tmp_path: Path) -> None:
    found = scaffolded(tmp_path, FLASK_SHOP, HOMES)
    assert "from shop.app import create_app as monolith" in found.text["services/orders/service.py"]
    routes = found.configuration("orders")["routes"]
    assert isinstance(routes, list)
    assert {(route["pattern"], *route["methods"], route["service"]) for route in routes} >= {
        ("^/orders/[0-9]+$", "GET", "orders"),
        ("^/billing/[^/]+$", "POST", "billing"),
    }
    assert "| `SHOP_KEY` | `shop/settings.py:4` |" in found.text["services/orders/README.md"]


def test_every_generated_python_file_parses_and_names_no_machine(tmp_path: Path) -> None:
    found = scaffolded(tmp_path, FLASK_SHOP, HOMES)
    for path, text in found.text.items():
        assert str(tmp_path) not in text
        if path.endswith(".py"):
            ast.parse(text, path)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    assert scaffolded(tmp_path / "x", FLASK_SHOP, HOMES).files == scaffolded(tmp_path / "y", FLASK_SHOP, HOMES).files


def seam_of(seam_class: SeamClass, sites: tuple[Location, ...] = (), why: str = "", remedy: str = "") -> Seam:
    """The call of ``charge`` of billing by orders."""
    module = ModuleName("shop.billing.invoices")
    return Seam("orders", "billing", QualName(f"{module}.charge"), module, seam_class, ("call",), 1, False, sites, why, remedy)


def test_readmes_list_every_crossing_with_place_class_and_remedy(tmp_path: Path) -> None:
    seam = seam_of(SeamClass.BLOCKER, (Location("shop/orders/views.py", 11),), "be|cause", "do `it`")
    text = scaffolded(tmp_path, FLASK_SHOP, HOMES, seams=(seam,)).text
    assert "### X: " in text["services/orders/README.md"]
    row = "| `shop.billing.invoices.charge` | billing | 1 | `shop/orders/views.py:11` | be\\|cause | do \\`it\\` |"
    assert row in text["services/orders/README.md"]
    assert "Nothing that reading the code could find" in text["services/billing/README.md"]


def test_classes_that_class_bodies_hand_on_can_be_made_and_those_who_hear_every_process_are_kept(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/orders.py": "from shop.forms import OrderForm\nimport shop.signals\n\ndef new():\n    return OrderForm().page()\n",
        "shop/forms.py": (
            "from django import forms\nfrom shop.widgets import Wide\n\n\nclass OrderForm(forms.Form):\n"
            "    note = forms.CharField(widget=Wide)\n\n    def page(self):\n        return Wide\n"
        ),
        "shop/widgets.py": (
            "from django import forms\n\n\nclass Wide(forms.TextInput):\n    def __init__(self, attrs=None):\n"
            "        super().__init__({'class': 'wide'})\n\n    def sizes(self):\n        return [1]\n"
        ),
        "shop/signals.py": (
            "from django.core.signals import request_started\nfrom django.db.backends.signals import connection_created\n"
            "from django.db.models.signals import post_save\nfrom django.dispatch import receiver\n\n\n"
            "@receiver(connection_created)\ndef extend(**options):\n    return 'extended'\n\n\n"
            "@receiver(post_save)\ndef saved(**options):\n    return 'told'\n\n\n"
            "def started(**options):\n    return 'begun'\n\n\nrequest_started.connect(started)\n"
        ),
    }
    homes = {"shop.orders": "orders", "shop.forms": "pages", "shop.widgets": "pages", "shop.signals": "pages"}
    text = scaffolded(tmp_path, files, homes).text
    widgets, signals = text["services/orders/shop/widgets.py"], text["services/orders/shop/signals.py"]
    assert "'class': 'wide'" in widgets
    assert "return [1]" not in widgets
    assert "'extended'" in signals
    assert "'begun'" in signals
    assert "'told'" not in signals


def test_pure_helpers_of_other_services_are_kept_whole(tmp_path: Path) -> None:
    files = {**FLASK_SHOP, "shop/billing/invoices.py": "def charge(number):\n    return number * 2\n\n\ndef other():\n    return 1\n"}
    stand_in = scaffolded(tmp_path, files, HOMES, seams=(seam_of(SeamClass.PURE_HELPER),)).text["services/orders/shop/billing/invoices.py"]
    assert "return number * 2" in stand_in
    assert "return 1" not in stand_in


SENDERS = """from dataclasses import dataclass

from werkzeug.utils import import_string

SENDERS = {
    "mail": "shop.billing.senders.Mail",
}


@dataclass
class Channel:
    kind: str

    def send(self):
        return import_string(SENDERS[self.kind])().send()


class Ledger:
    def close(self):
        return import_string(CLOSERS[0])()


CLOSERS = [
    "shop.billing.senders.closing",
]
"""


def test_classes_that_a_table_of_strings_names_are_kept_where_objects_that_look_them_up_are(tmp_path: Path) -> None:
    files = {
        **FLASK_SHOP,
        "shop/billing/channels.py": SENDERS,
        "shop/billing/senders.py": "class Mail:\n    def send(self):\n        return 'sent'\n\n\ndef closing():\n    return 'closed'\n",
        "shop/orders/unused.py": "import shop.billing.senders\nfrom shop.billing.channels import Channel\n\n\n"
        "def tell(kinds):\n    return [one.send() for one in sorted(map(Channel, kinds))]\n",
    }
    stand_in = scaffolded(tmp_path, files, HOMES).text["services/orders/shop/billing/senders.py"]
    assert "return 'sent'" in stand_in
    assert "return 'closed'" not in stand_in, "what only the owner looks up stays with it"


FORMS = """
from wtforms import Form
from wtforms.csrf.core import CSRF


class Token(CSRF):
    def generate_csrf_token(self, field):
        return 'from the session'


class Shape:
    def draw(self):
        return 'drawn'


class BaseForm(Form):
    class Meta:
        csrf_class = Token
        shape = Shape

    def sent(self):
        return 'sent'
"""


def test_a_class_that_configures_a_library_inside_a_class_is_kept(tmp_path: Path) -> None:
    uses = "from shop.billing.forms import BaseForm\n\n\nclass OrderForm(BaseForm):\n    pass\n"
    files = {**FLASK_SHOP, "shop/billing/forms.py": FORMS, "shop/orders/forms.py": uses}
    stand_in = scaffolded(tmp_path, files, HOMES).text["services/orders/shop/billing/forms.py"]
    assert "return 'from the session'" in stand_in
    assert "return 'drawn'" not in stand_in, "no library knows it"
    assert "return 'sent'" not in stand_in


def test_decorators_of_another_service_are_kept_since_they_run_at_import(tmp_path: Path) -> None:
    files = {
        **FLASK_SHOP,
        "shop/billing/guards.py": "import functools\n\n\ndef guard(view):\n    @functools.wraps(view)\n    def inner():\n"
        "        return check() and view()\n"
        "    return inner\n\n\ndef check():\n    return True\n\n\ndef audit():\n    return 1\n",
        "shop/orders/unused.py": "from shop.billing.guards import guard\n\n\n@guard\ndef page():\n    return 1\n",
    }
    stand_in = scaffolded(tmp_path, files, HOMES).text["services/orders/shop/billing/guards.py"]
    assert "return check() and view()" in stand_in
    assert "return True" in stand_in
    assert "return 1" not in stand_in


def test_an_unknown_application_is_a_blocker_and_its_process_still_answers(tmp_path: Path) -> None:
    files = {"lib/__init__.py": "", "lib/a/__init__.py": "", "lib/b/__init__.py": ""}
    files |= {"lib/a/one.py": "from lib.b.two import g\n", "lib/b/two.py": "def g():\n    return 2\n"}
    found = scaffolded(tmp_path / "code", files, {"lib.a": "a", "lib.b": "b"})
    assert "No web application could be told" in found.text["services/a/README.md"]
    write_tree(found.files, tmp_path / "out", tmp_path / "code")
    folder = tmp_path / "out/services/a"
    for test in ("test_imports", "test_health"):
        done = subprocess.run([sys.executable, f"tests/{test}.py"], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr


def test_files_that_cannot_be_rewritten_are_copied_whole_with_a_problem(tmp_path: Path) -> None:
    files = {**FLASK_SHOP, "shop/billing/invoices.py": "def charge(number):\n    print 'two'\n"}
    found = scaffolded(tmp_path, files, HOMES)
    assert found.copies["services/orders/shop/billing/invoices.py"] == "shop/billing/invoices.py"
    assert [(problem.code, problem.at.path) for problem in found.problems] == [("not-rewritten", "shop/billing/invoices.py")]


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    nasty = 'x"; } } evil $(reboot) `id` ${HOME} \\'
    views = FLASK_SHOP["shop/orders/views.py"].replace("/orders/<int:number>", nasty.replace("\\", "\\\\"))
    files = {**FLASK_SHOP, "shop/orders/views.py": views}
    found = scaffolded(tmp_path, files, {"shop.orders": "../Or ders\n$(x)", "shop.billing": "billing"})
    assert {path.split("/")[1] for path in found.text if path.startswith("services/")} == {"billing", "or-ders-x"}
    conf = found.text["gateway/nginx.conf"]
    assert 'location = "/x\\"; } } evil $(reboot) `id` ${HOME} \\\\" {' in conf
    for path, text in found.text.items():
        if path.endswith(".py"):
            ast.parse(text, path)


def test_services_that_only_share_a_kernel_give_nothing_and_say_so(tmp_path: Path) -> None:
    found = scaffolded(tmp_path, FLASK_SHOP, {})
    assert (found.text, [problem.code for problem in found.problems]) == ({}, ["no-services"])


def test_modules_called_like_generated_files_keep_their_names(tmp_path: Path) -> None:
    files = {**FLASK_SHOP, "service.py": "NAME = 1\n", "shop/orders/unused.py": "import service\n"}
    found = scaffolded(tmp_path, files, HOMES)
    assert found.copies["services/orders/service.py"] == "service.py"
    assert "services/orders/service_entry.py" in found.text
    assert "service_entry:application" in found.text["services/orders/Dockerfile"]


def test_templates_of_the_user_win_and_broken_ones_are_told(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "service/any").mkdir(parents=True)
    (own / "service/any/Dockerfile.j2").write_text("FROM {{ service.folder }}\n")
    (own / "service/any/extra.txt.j2").write_text("of {{ name }}\n")
    found = scaffolded(tmp_path / "code", FLASK_SHOP, HOMES, templates_folder(own))
    assert found.text["services/orders/Dockerfile"] == "FROM orders\n"
    assert found.text["services/orders/extra.txt"].startswith("of ")
    for broken in ("{{ nothing }}", "{% if %}"):
        (own / "service/any/Dockerfile.j2").write_text(broken)
        with pytest.raises(TemplateProblemError, match="service/any/Dockerfile"):
            scaffolded(tmp_path / "code", FLASK_SHOP, HOMES, templates_folder(own))


def test_every_stack_has_an_entry_template_and_a_section() -> None:
    documented = (ROOT / "docs/templates.md").read_text()
    for stack in STACKS:
        assert f"service/{stack.name}/service.py.j2" in templates_folder().names(f"service/{stack.name}")
        assert f"### `{stack.name}`" in documented
    assert len({stack.name for stack in STACKS}) == len(STACKS)


def test_the_template_page_names_every_template_and_value() -> None:
    documented = (ROOT / "docs/templates.md").read_text()
    for folder in ("service", "deploy"):
        for name in templates_folder().names(folder):
            assert f"`{name}`" in documented, name


def test_the_template_page_names_every_value(tmp_path: Path) -> None:
    own = tmp_path / "own/service/any"
    own.mkdir(parents=True)
    (own / "values.txt.j2").write_text("{{ self._TemplateReference__context.get_all().keys() | sort | join(' ') }}\n")
    text = scaffolded(tmp_path / "code", FLASK_SHOP, HOMES, templates_folder(tmp_path / "own")).text["services/orders/values.txt"]
    documented = set(re.findall(r"`(\w+)`", (ROOT / "docs/templates.md").read_text().partition("## What templates know")[2]))
    builtin = {"cycler", "dict", "joiner", "lipsum", "namespace", "range"}
    assert set(text.split()) - builtin - documented == set()


def test_the_development_gateway_passes_requests_through(tmp_path: Path) -> None:
    found = scaffolded(tmp_path / "code", FLASK_SHOP, HOMES)
    write_tree(found.files, tmp_path / "out", tmp_path / "code")
    (tmp_path / "echo.py").write_text(
        "import sys\nfrom http.server import BaseHTTPRequestHandler, HTTPServer\n\n\nclass Echo(BaseHTTPRequestHandler):\n"
        "    def do_POST(self):\n        body = self.rfile.read(int(self.headers['Content-Length']))\n        self.send_response(418)\n"
        "        self.send_header('Set-Cookie', 'a=1')\n        self.send_header('Set-Cookie', 'b=2')\n        self.end_headers()\n"
        "        text = '|'.join([self.path, self.headers['Host'], self.headers['Cookie']])\n"
        "        self.wfile.write(text.encode() + body)\n\n\n"
        "server = HTTPServer(('127.0.0.1', 0), Echo)\nprint(server.server_port, flush=True)\nserver.serve_forever()\n"
    )
    echo = subprocess.Popen([sys.executable, tmp_path / "echo.py"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert echo.stdout is not None
    at = echo.stdout.readline().strip()
    command = [sys.executable, str(tmp_path / "out/gateway/dev_gateway.py"), "--port", "0", f"billing=127.0.0.1:{at}", "orders=127.0.0.1:1"]
    gateway = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert gateway.stdout is not None
        url = gateway.stdout.readline().strip()
        headers = {"Host": "shop.example", "Cookie": "c=3"}
        request = urllib.request.Request(f"{url}/billing/a%20b?q=%20x", data=b"\0body" * 50000, headers=headers, method="POST")
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=20)
        answer = caught.value
        with answer:
            assert (answer.code, answer.headers.get_all("Set-Cookie")) == (418, ["a=1", "b=2"])
            assert answer.read() == b"/billing/a%20b?q=%20x|shop.example|c=3" + b"\0body" * 50000
        for path in ("/_seams/shop.billing.total", "//_seams/x", "/%5Fseams/x", "/billing/../_seams/x", "/_seams"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(urllib.request.Request(url + path, data=b"{}", method="POST"), timeout=20)
            with refused.value:
                assert (refused.value.code, b"between services" in refused.value.read()) == (404, True)
        with pytest.raises(urllib.error.HTTPError) as down:
            urllib.request.urlopen(f"{url}/orders/1", timeout=20)
        with down.value:
            assert (down.value.code, down.value.headers["X-Served-By"]) == (502, None)
    finally:
        for process in (gateway, echo):
            process.send_signal(signal.SIGTERM)
            process.wait(20)
            assert process.stdout is not None
            process.stdout.close()
