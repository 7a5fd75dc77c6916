"""Imports against grimp, an independent reader, on packages from the index: every edge of grimp's is found, every other has a reason."""

from dataclasses import dataclass

from benchmarks.codebases.sources import Release


@dataclass(frozen=True, slots=True)
class Subject:
    """A package to compare on: its release, its import name, the folder of the release that holds it (``""`` for the top)."""

    release: Release
    package: str
    folder: str = ""


SUBJECTS: tuple[Subject, ...] = (
    Subject(Release("ansible-core", "2.18.6"), "ansible", "lib"),
    Subject(Release("apache-airflow", "2.10.5"), "airflow"),
    Subject(Release("apache-superset", "6.1.0"), "superset"),
    Subject(Release("ckan", "2.12.0"), "ckan"),
    Subject(Release("django", "5.2.8"), "django"),
    Subject(Release("homeassistant", "2024.3.3"), "homeassistant"),
    Subject(Release("indico", "3.2.9"), "indico"),
    Subject(Release("ipython", "3.2.1"), "IPython"),
    Subject(Release("networkx", "3.4.2"), "networkx"),
    Subject(Release("nova", "31.0.0"), "nova"),
    Subject(Release("pandas", "2.3.3"), "pandas"),
    Subject(Release("pretix", "2025.7.0"), "pretix"),
    Subject(Release("salt", "3008.5"), "salt"),
    Subject(Release("sentry", "23.7.1"), "sentry"),
    Subject(Release("sqlalchemy", "2.0.44"), "sqlalchemy", "lib"),
    Subject(Release("sympy", "1.14.0"), "sympy"),
    Subject(Release("twisted", "25.5.0"), "twisted", "src"),
    Subject(Release("wagtail", "7.1"), "wagtail"),
)
"""What is compared; versions are pinned so that two tables can be compared."""
