from analyzer.read.layout import name_modules


def names(*paths: str, root: str = "repo", sources: dict[str, bytes] | None = None) -> dict[str, str]:
    return {one.path: one.module for one in name_modules(paths, root, lambda path: (sources or {}).get(path, b""))}


def test_names_count_from_the_folder_above_the_topmost_package() -> None:
    found = names("src/shop/__init__.py", "src/shop/a.py", "src/shop/loose/b.py", "setup.py")
    assert found == {"src/shop/__init__.py": "shop", "src/shop/a.py": "shop.a", "src/shop/loose/b.py": "shop.loose.b", "setup.py": "setup"}


def test_a_root_that_is_a_package_gives_its_own_name() -> None:
    assert names("__init__.py", "sub/__init__.py", "sub/x.py", root="shop") == {
        "__init__.py": "shop",
        "sub/__init__.py": "shop.sub",
        "sub/x.py": "shop.sub.x",
    }


def test_a_namespace_package_is_known_by_the_imports_of_its_files() -> None:
    paths = ("acme/billing/__init__.py", "acme/billing/x.py")
    assert names(*paths, sources={"acme/billing/x.py": b"from acme.billing import y\n"})["acme/billing/x.py"] == "acme.billing.x"
    assert names(*paths, sources={"acme/billing/x.py": b"from billing import y\n"})["acme/billing/x.py"] == "billing.x"


def test_adapters_named_after_what_they_adapt_stay_in_their_namespace() -> None:
    parts = {name: f"{name}/src/acme/plugins/{name}" for name in ("celery", "redis", "empty")}
    paths = [f"{folder}/{file}.py" for folder in parts.values() for file in ("__init__", "version")]
    sources = {
        f"{parts['celery']}/__init__.py": b"import celery\nfrom celery.signals import x\nfrom acme.plugins.celery.version import v\n",
        f"{parts['redis']}/__init__.py": b"import redis\nimport redis.client\nfrom acme.plugins.redis.version import v\n",
    }
    found = names(*paths, sources=sources)
    assert found[f"{parts['celery']}/version.py"] == "acme.plugins.celery.version"
    assert found[f"{parts['redis']}/__init__.py"] == "acme.plugins.redis"
    assert found[f"{parts['empty']}/version.py"] == "acme.plugins.empty.version"


def test_two_files_never_share_a_name() -> None:
    found = names("a/tests/__init__.py", "a/tests/t.py", "b/tests/__init__.py", "b/tests/t.py")
    assert len(set(found.values())) == 4
    assert found["a/tests/t.py"] == "tests.t"
    assert found["b/tests/t.py"] == "b.tests.t"


def test_dots_in_file_names_do_not_make_packages() -> None:
    assert names("gunicorn.conf.py")["gunicorn.conf.py"] == "gunicorn_conf"


def test_a_package_from_inside_of_which_imports_count_is_a_root_though_it_is_one() -> None:
    paths = ("shop/__init__.py", "shop/manage.py", *(f"shop/{app}/{file}.py" for app in "abc" for file in ("__init__", "models")))
    sources = {f"shop/{app}/models.py": f"from {other}.models import x\n".encode() for app, other in ("ab", "bc", "ca")}
    inside = {"shop/__init__.py": "shop", "shop/manage.py": "manage", "shop/a/__init__.py": "a", "shop/a/models.py": "a.models"}
    assert names(*paths, sources=sources).items() >= inside.items()
    at_root = {path.removeprefix("shop/"): text for path, text in sources.items()}
    assert (
        names(*(path.removeprefix("shop/") for path in paths), root="shop", sources=at_root).items()
        >= {
            "__init__.py": "shop",
            "manage.py": "manage",
            "a/models.py": "a.models",
        }.items()
    )
    few = {path: text for path, text in sources.items() if path != "shop/a/models.py"}
    assert names(*paths, sources=few)["shop/a/models.py"] == "shop.a.models"


def test_modules_beside_each_other_in_a_package_do_not_make_it_a_root() -> None:
    paths = ("old/__init__.py", *(f"old/{name}/__init__.py" for name in "abc"), *(f"old/{name}/x.py" for name in "abc"), "old/run.py")
    assert names(*paths, sources={"old/run.py": b"import a.x\nimport b.x\nimport c.x\nimport d.x\n"})["old/a/x.py"] == "old.a.x"


def test_a_folder_of_examples_is_no_root_because_one_is_named_like_a_library() -> None:
    assert names("examples/gevent/a.py", "app/__init__.py", sources={"examples/gevent/a.py": b"import gevent\n"})[
        "examples/gevent/a.py"
    ] == ("examples.gevent.a")
