"""Real code bases from the package index, each analysed once: does it end, how fast, with how much memory, and with what result."""

from benchmarks.codebases.sources import Release

RELEASES: tuple[Release, ...] = (
    Release("ipython", "3.2.1", "interactive shell, Python 2 and 3"),
    Release("salt", "3008.5", "configuration management, plugins"),
    Release("homeassistant", "2024.3.3", "home automation, asyncio"),
    Release("ckan", "2.12.0", "data portal, Flask and SQLAlchemy"),
    Release("indico", "3.2.9", "event management, Flask and SQLAlchemy"),
    Release("mezzanine", "6.1.1", "content management, Django"),
    Release("apache-superset", "6.1.0", "dashboards, Flask-AppBuilder"),
    Release("buildbot", "4.3.0", "continuous integration, Twisted"),
    Release("django-oscar", "4.2.1", "shop, Django, classes loaded by name"),
    Release("weblate", "5.10.1", "translation, Django and Celery"),
    Release("nova", "31.0.0", "cloud compute, RPC"),
    Release("trac", "1.6", "issue tracker, component registry"),
)
"""What is analysed; versions are pinned so that two tables can be compared."""
