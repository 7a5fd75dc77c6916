import pytest

from analyzer.distributions import distribution_of, implied, normalised


@pytest.mark.parametrize(
    ("package", "known", "expected"),
    [
        ("yaml", [], "pyyaml"),
        ("yaml.nodes", ["pyyaml"], "pyyaml"),
        ("PIL", [], "pillow"),
        ("cv2", ["opencv-python"], "opencv-python"),
        ("cv2", [], "opencv-python-headless"),
        ("google.cloud.storage", ["google-cloud-storage", "google-api-core"], "google-cloud-storage"),
        ("google.cloud.kms", ["google-cloud-kms"], "google-cloud-kms"),
        ("flask_login", ["flask-login"], "flask-login"),
        ("memcache", ["python-memcached"], "python-memcached"),
        ("psycopg2", ["psycopg2"], "psycopg2"),
        ("psycopg2", [], "psycopg2-binary"),
        ("grpc", [], "grpcio"),
        ("bson", ["pymongo"], "pymongo"),
        ("foo", ["python-foo"], "python-foo"),
        ("foo", ["django-foo"], "django-foo"),
        ("unheard_of.part", [], "unheard-of"),
        ("rest_framework_xml", ["djangorestframework-xml", "djangorestframework"], "djangorestframework-xml"),
        ("rest_framework_two_words", ["djangorestframework-two-words"], "djangorestframework-two-words"),
        ("rest_framework_xml", ["djangorestframework"], "rest-framework-xml"),
        ("yaml_env_tag", ["pyyaml-env-tag"], "pyyaml-env-tag"),
    ],
)
def test_import_names_lead_to_what_is_declared(package: str, known: list[str], expected: str) -> None:
    assert distribution_of(package, dict.fromkeys(known)) == expected


def test_names_are_compared_as_indexes_do() -> None:
    assert normalised("Flask_SQLAlchemy.ext--x") == "flask-sqlalchemy-ext-x"


def test_every_name_of_the_table_is_written_as_indexes_compare_it() -> None:
    assert [name for names in (implied(), *implied().values()) for name in names if name != normalised(name)] == []
