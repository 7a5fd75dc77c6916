import pytest

from webnet import events
from webnet.config import database_url
from webnet.errors import Invalid, NotFound, WebnetError
from webnet.extensions import Cache, FileStore, MemoryStore, celery
from webnet.forms import Fields


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@db/webnet", "postgresql+psycopg://u:p@db/webnet"),
        ("postgresql://db/webnet", "postgresql+psycopg://db/webnet"),
        ("sqlite:///x.db", "sqlite:///x.db"),
    ],
)
def test_database_url(monkeypatch, given, used):
    monkeypatch.setenv("DATABASE_URL", given)
    assert database_url() == used


def test_sqlite_by_default(monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    assert database_url().endswith("webnet.db")


def test_errors_tell_their_details():
    error = Invalid("wrong", field="name")
    assert error.as_dict() == {"error": "invalid", "message": "wrong", "details": {"field": "name"}}
    assert NotFound().as_dict() == {"error": "not_found", "message": "not found"}
    assert issubclass(Invalid, WebnetError)


def test_events_reach_every_listener():
    heard = []

    @events.listens_to("test.one", "test.two")
    def listener(value, **_):
        heard.append(value)

    assert events.emit("test.one", value=1, more=2) == 1
    assert events.emit("test.two", value=2) == 1
    assert events.emit("test.three", value=3) == 0
    assert heard == [1, 2]


def test_cache_expires():
    cache = Cache()
    cache.set("a", 1)
    cache.set("b", 2, ttl=0)
    assert (cache.get("a"), cache.get("b")) == (1, None)
    cache.delete("a")
    assert cache.get("a") is None


def test_memoize_forgets():
    cache, calls = Cache(), []

    @cache.memoize("square")
    def square(number):
        calls.append(number)
        return number * number

    assert (square(3), square(3), square(4)) == (9, 9, 16)
    square.forget(3)
    assert square(3) == 9
    assert calls == [3, 4, 3]


def test_file_store_is_shared(tmp_path):
    one, two = FileStore(str(tmp_path)), FileStore(str(tmp_path))
    one.set("key", [1, 2], ttl=60)
    assert two.get("key") == [1, 2]
    two.delete("key")
    assert one.get("key") is None
    one.set("key", 1, ttl=60)
    two.clear()
    assert one.get("key") is None


def test_cache_from_the_configuration(another_app, tmp_path):
    from webnet.extensions import cache

    another_app({"CACHE_URL": f"file://{tmp_path}"})
    assert isinstance(cache.store, FileStore)
    another_app()
    assert isinstance(cache.store, MemoryStore)


def test_fields_collect_all_problems():
    fields = Fields({"age": "old", "price": "-1", "size": "9"})
    fields.text("name")
    fields.integer("age")
    fields.money("price")
    fields.integer("size", maximum=5)
    fields.choice("colour", ("red", "blue"))
    with pytest.raises(Invalid) as caught:
        fields.check()
    assert caught.value.details == {
        "name": "is required",
        "age": "is not a whole number",
        "price": "must not be negative",
        "size": "must be at most 5",
        "colour": "must be one of blue, red",
    }


def test_fields_read_values():
    fields = Fields({"name": "  Ann ", "age": "7", "price": "1.5", "ok": True, "on": "yes"})
    assert fields.text("name") == "Ann"
    assert fields.integer("age") == 7
    assert fields.money("price") == 150
    assert (fields.flag("ok"), fields.flag("on"), fields.flag("off")) == (True, True, False)
    assert fields.check() is fields


def test_tasks_by_name_run_at_once_without_a_broker(context):
    result = celery.send_task("webnet.jobs.reindex.reindex_everything")
    assert result.get() == {}


def test_every_scheduled_job_exists(context):
    names = {entry["task"] for entry in celery.conf.beat_schedule.values()}
    assert names <= set(celery.tasks)


def test_tasks_bring_their_own_context(app, store):
    assert celery.tasks["webnet.notifications.tasks.send_waiting"].apply().get() == 0


def test_broker_from_the_environment(monkeypatch):
    from webnet.config import load

    assert load()["CELERY"]["task_always_eager"] is True
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://queue/0")
    settings = load()["CELERY"]
    assert (settings["broker_url"], settings["task_always_eager"]) == ("redis://queue/0", False)


def test_public_routes(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    assert len(rules) >= 80
    owners = {app.view_functions[rule.endpoint].__module__.split(".")[1] for rule in rules}
    assert owners >= {"accounts", "catalogue", "orders", "billing", "shipping"}
