"""The applications that are compared: releases of the package index, pinned."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Application:
    """An application: its release, what is asked of it, and what must be installed beside it.

    ``packages`` are its own top-level packages; ``settings`` is the settings module of Django (one of ``projects/`` or the
    application's own); where it is empty SQLAlchemy is asked, after every module of the packages was imported, but for those with
    a part of their name in ``skip``. In the values of ``environment``, ``{projects}`` is the folder of that name. ``held`` marks
    applications that were not looked at while the rules were written.
    """

    name: str
    version: str
    packages: tuple[str, ...]
    settings: str = ""
    requires: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    extras: str = ""
    held: bool = False

    @property
    def label(self) -> str:
        """Name and version, as in ``shop-1.2``."""
        return f"{self.name}-{self.version}"


APPLICATIONS: tuple[Application, ...] = (
    Application("django-oscar", "4.2.1", ("oscar",), "oscar_project"),
    Application("mezzanine", "6.1.1", ("mezzanine",), "mezzanine_project"),
    Application("wagtail", "6.3", ("wagtail",), "wagtail.test.settings", requires=("django==5.1.4",)),
    Application(
        "nautobot",
        "2.3.16",
        ("nautobot",),
        "nautobot.core.settings",
        environment=(("NAUTOBOT_ROOT", "nautobot"), ("NAUTOBOT_SECRET_KEY", "none"), ("NAUTOBOT_DB_ENGINE", "django.db.backends.sqlite3")),
    ),
    Application("privacyidea", "3.11", ("privacyidea",)),
    Application("buildbot", "4.3.0", ("buildbot",)),
    Application("ckan", "2.12.0", ("ckan", "ckanext"), extras="requirements"),
    Application(
        "apache-airflow",
        "2.10.5",
        ("airflow",),
        skip=("example_dags", "providers", "www"),
        environment=(("AIRFLOW__CORE__UNIT_TEST_MODE", "True"),),
    ),
    Application("pretix", "2024.11.0", ("pretix",), "pretix.testutils.settings"),
    Application(
        "pulpcore",
        "3.123.1",
        ("pulpcore", "pulp_file", "pulp_certguard"),
        "pulpcore.app.settings",
        environment=(("PULP_DB_ENCRYPTION_KEY", "{projects}/any.key"),),
    ),
    Application("galaxy-data", "26.1.2", ("galaxy",)),
    Application("indico", "3.2.9", ("indico",)),
    Application("mlflow", "3.17.2", ("mlflow",)),
    Application("nova", "31.0.0", ("nova",)),
    Application("django-machina", "1.3.1", ("machina",), "machina_project"),
    Application("django-cms", "4.1.5", ("cms", "menus", "djangocms_text_ckeditor"), "cms_project", ("djangocms-text-ckeditor",), held=True),
    Application("optuna", "4.1.0", ("optuna",), held=True),
    Application("dagster", "1.9.6", ("dagster",), requires=("six",), held=True),
    Application("wiki", "0.11.2", ("wiki",), "wiki_project", held=True),
)
"""What is compared; versions are pinned so that two tables can be compared."""
