"""A project with every application of Oscar."""

from oscar import INSTALLED_APPS
from oscar.defaults import *  # noqa: F403

__all__ = ["INSTALLED_APPS"]

SECRET_KEY = "none"
SITE_ID = 1
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
