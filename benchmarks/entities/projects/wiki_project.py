"""A project with django-wiki and its plugins."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django_nyt",
    "mptt",
    "sekizai",
    "sorl.thumbnail",
    "wiki",
    "wiki.plugins.attachments",
    "wiki.plugins.editsection",
    "wiki.plugins.globalhistory",
    "wiki.plugins.help",
    "wiki.plugins.images",
    "wiki.plugins.links",
    "wiki.plugins.macros",
    "wiki.plugins.notifications",
]
SECRET_KEY = "none"
SITE_ID = 1
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
