"""Coverage: which share of the modules of real applications is tied to another module by at least one fact."""

from benchmarks.codebases.sources import Release

APPLICATIONS: tuple[Release, ...] = (
    Release("apache-airflow", "2.10.5", "workflows, Flask and FastAPI"),
    Release("apache-superset", "6.1.0", "dashboards, Flask-AppBuilder"),
    Release("buildbot", "4.3.0", "continuous integration, Twisted"),
    Release("ckan", "2.12.0", "data portal, Flask and SQLAlchemy"),
    Release("django-oscar", "4.2.1", "shop, Django, classes loaded by name"),
    Release("homeassistant", "2024.3.3", "home automation, integrations loaded by name"),
    Release("indico", "3.2.9", "event management, Flask and SQLAlchemy"),
    Release("label-studio", "1.23.2", "data labelling, Django in a package that is on the path"),
    Release("mayan-edms", "4.9.1", "documents, Django"),
    Release("mezzanine", "6.1.1", "content management, Django"),
    Release("nova", "31.0.0", "cloud compute, RPC"),
    Release("pretix", "2025.7.0", "tickets, Django"),
    Release("salt", "3008.5", "configuration management, plugins loaded from folders"),
    Release("sentry", "23.7.1", "error tracking, Django and Celery"),
    Release("trac", "1.6", "issue tracker, component registry"),
    Release("wagtail", "7.1", "content management, Django"),
    Release("weblate", "5.10.1", "translation, Django and Celery"),
)
"""What is measured; versions are pinned so that two tables can be compared."""
