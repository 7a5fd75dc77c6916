"""The verdict on code bases whose nature is known: libraries are left, applications are modularised first unless they are clear."""

from benchmarks.codebases.sources import Release

LIBRARY, APPLICATION, EITHER = "library", "application", "either"

RELEASES: tuple[tuple[Release, str], ...] = (
    (Release("kombu", "5.5.4", "messaging library"), LIBRARY),
    (Release("networkx", "3.4.2", "graph algorithms"), LIBRARY),
    (Release("twisted", "25.5.0", "network engine"), LIBRARY),
    (Release("celery", "5.5.3", "task queue"), LIBRARY),
    (Release("ipython", "3.2.1", "interactive shell, with a notebook server inside"), LIBRARY),
    (Release("mezzanine", "6.1.1", "content management on Django"), APPLICATION),
    (Release("ckan", "2.12.0", "data portal"), APPLICATION),
    (Release("django-oscar", "4.2.1", "shop on Django"), APPLICATION),
    (Release("label-studio", "1.23.2", "data labelling"), APPLICATION),
    (Release("weblate", "5.10.1", "translation"), APPLICATION),
    (Release("indico", "3.2.9", "event management"), APPLICATION),
    (Release("trac", "1.6", "issue tracker on a component registry"), EITHER),
    (Release("buildbot", "4.3.0", "continuous integration, most of it plugins"), EITHER),
    (Release("pretix", "2025.7.0", "ticket shop"), APPLICATION),
    (Release("wagtail", "7.1", "content management on Django"), APPLICATION),
    (Release("apache-superset", "6.1.0", "dashboards"), APPLICATION),
    (Release("ansible-core", "2.18.6", "command-line tool"), LIBRARY),
    (Release("sqlalchemy", "2.0.44", "database toolkit"), LIBRARY),
    (Release("django", "5.2.8", "web framework"), EITHER),
    (Release("sympy", "1.14.0", "computer algebra"), LIBRARY),
)
"""What is judged, roughly from small to large, and what it is; where both could be said of it, no answer is wrong."""

ALLOWED = {LIBRARY: ("leave",), APPLICATION: ("modularise-first", "split"), EITHER: ("leave", "modularise-first")}
"""What may be said of each kind."""
