"""Who reads and writes each table: what Unbraid predicts against the queries that an application's own tests really send."""

from benchmarks.data_access.applications import Application

SAMPLE = "webnet"

APPLICATIONS: tuple[Application, ...] = (
    Application(
        SAMPLE,
        "the sample: Flask, SQLAlchemy 2, Celery",
        requirements=("-r", "{tree}/requirements.lock"),
        command=("-m", "pytest", "-q", "-p", "no:cacheprovider"),
    ),
    Application(
        "ctfd",
        "Flask, Flask-SQLAlchemy on SQLAlchemy 1.4, Flask-RESTX",
        repository="https://github.com/CTFd/CTFd",
        commit="91ced62d",
        requirements=("-r", "{tree}/requirements.txt", "pytest==8.4.2", "Faker==4.1.0", "moto==4.1.11", "psycopg2-binary", "setuptools"),
        command=("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"),
    ),
    Application(
        "django-helpdesk",
        "Django 5.2, Django REST framework",
        repository="https://github.com/django-helpdesk/django-helpdesk",
        commit="360bace4",
        requirements=("-e", "{tree}", "django==5.2.*", "freezegun", "mock", "factory-boy", "numpy"),
        command=("quicktest.py",),
    ),
)
"""Applications whose tests run on SQLite; ``{tree}`` is the folder that holds the source."""
