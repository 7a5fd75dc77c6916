"""A call of another service runs none of the application's hooks for requests: they have run where the visitor's request arrived."""

import json
import os
import subprocess
import sys
from pathlib import Path

from analyzer.disk import write_tree
from analyzer.model.place import Location, ModuleName, QualName
from analyzer.model.plan import Seam, SeamClass
from tests.unit.extract.scaffolding import scaffolded

SHOP = {
    "shop/__init__.py": "",
    "shop/app.py": """
from flask import Flask, abort, session
from shop.orders.views import bp
RAN = []
def create_app():
    app = Flask("shop")
    app.secret_key = "x"
    app.register_blueprint(bp)
    @app.before_request
    def only_members():
        RAN.append("before")
        if "user" not in session:
            abort(401)
    @app.after_request
    def counted(response):
        RAN.append("after")
        return response
    return app
""",
    "shop/orders/__init__.py": "",
    "shop/orders/views.py": """
from flask import Blueprint
from shop.billing.costs import cost_of
bp = Blueprint("orders", __name__)
@bp.get("/orders/<int:weight>")
def show(weight):
    return {"cost": cost_of(weight)}
""",
    "shop/billing/__init__.py": "",
    "shop/billing/costs.py": "def cost_of(weight: int) -> int:\n    return weight * 2\n",
}
CALL = """
import io, json
import service, unbraid_seams
from shop.app import RAN
def ask(method, path, body=b"", **more):
    said = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "SERVER_NAME": "x", "SERVER_PORT": "80", "wsgi.url_scheme": "http"}
    environ.update({"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)), "QUERY_STRING": "", **more})
    data = b"".join(service.application.wsgi_app(environ, lambda status, headers: said.append(status)))
    return said[0][:3], data.decode()
target = "shop.billing.costs.cost_of"
body = json.dumps({"args": ["tuple", 21], "kwargs": ["dict"], "context": {}}).encode()
signed = ask("POST", "/_seams/" + target, body, HTTP_X_UNBRAID_SIGNATURE=unbraid_seams.sign(target, body))
unsigned = ask("POST", "/_seams/" + target, body)[0]
before = list(RAN)
print(json.dumps([signed, unsigned, before, ask("GET", "/nowhere")[0], RAN]))
"""


def test_hooks_of_the_application_do_not_run_for_calls_and_do_for_requests(tmp_path: Path) -> None:
    at = (Location("shop/orders/views.py", 3),)
    target, module = QualName("shop.billing.costs.cost_of"), ModuleName("shop.billing.costs")
    seam = Seam("orders", "billing", target, module, SeamClass.DATA_FUNCTION, ("call",), 1, False, at, "", "")
    made = scaffolded(tmp_path / "code", SHOP, {"shop.orders": "orders", "shop.billing": "billing"}, seams=(seam,))
    write_tree(made.files, tmp_path / "out", tmp_path / "code")
    environment = {**os.environ, "UNBRAID_SECRET": "between", "LOG_LEVEL": "ERROR"}
    folder = tmp_path / "out/services/billing"
    done = subprocess.run([sys.executable, "-c", CALL], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (status, data), unsigned, before, refused, ran = json.loads(done.stdout.splitlines()[-1])
    assert (status, json.loads(data)["result"]) == ("200", 42)
    assert unsigned == "401"
    assert before == []
    assert (refused, ran) == ("401", ["before", "after"])
