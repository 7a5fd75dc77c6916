"""Stored objects of Django that cross: what is in memory only is refused, what the owner stores is taken over."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
import json, sys
sys.path.insert(0, {root!r})
import django
from django.conf import settings
settings.configure(DATABASES={{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}}}, USE_TZ=True)
django.setup()
from django.db import connection, models
from django.utils.functional import cached_property

class Order(models.Model):
    status = models.CharField(max_length=9)

    class Meta:
        app_label = "shop"

    @cached_property
    def worth(self):
        return len(self.status)

Order.__module__ = "__main__"
with connection.schema_editor() as editor:
    editor.create_model(Order)
from tests.unit.extract.runtime import load
codec, entities = load("unbraid_codec"), load("unbraid_entities")
sent = codec.Codec(["__main__:Order"], entities.Entities())
said = {{}}

def refused(value):
    try:
        sent.encode(value)
    except codec.NotTransportable as error:
        return str(error)
    return ""

order = Order.objects.create(status="new")
twin = sent.decode(sent.encode(order))
said["twin"] = [twin.pk == order.pk, twin is order]
said["extra"] = refused(Order.objects.annotate(n=models.Count("pk")).get())
order.status = "paid"
said["unsaved"] = refused(order)
order.save()
said["worth"] = [order.worth, "worth" in vars(sent.decode(sent.encode(order)))]
before = sent.picture([twin])
twin.status = "sent"
said["changed"] = [sent.picture([twin]) != before, entities.unstored(sent.stored([twin])) != ""]
twin.save()
said["stored"] = entities.unstored(sent.stored([twin]))
entities.refresh([order])
said["refreshed"] = order.status
order.shown = True
said["shown"] = refused(order)
print(json.dumps(said))
"""


def test_objects_of_django_cross_with_what_is_stored() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT.format(root=str(ROOT))], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    assert said["twin"] == [True, False]
    assert "carries more than its columns: n" in said["extra"]
    assert "not stored: status" in said["unsaved"]
    assert said["worth"] == [4, True]
    assert said["changed"] == [True, True]
    assert said["stored"] == ""
    assert said["refreshed"] == "sent"
    assert "carries more than its columns: shown" in said["shown"]
