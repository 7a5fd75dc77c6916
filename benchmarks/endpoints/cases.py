"""The applications; versions are pinned so that two tables can be compared."""

from benchmarks.endpoints.case import Case

DJANGO_SETTINGS = """
import os
os.environ.update(DJANGO_SETTINGS_MODULE="benchmark_settings")
import sys; sys.path.insert(0, os.getcwd())
open("benchmark_settings.py", "w").write('''{}''')
"""

OSCAR = """
from oscar.defaults import *
SECRET_KEY = "x"; ROOT_URLCONF = "benchmark_urls"; SITE_ID = 1; DEBUG = False
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "ATOMIC_REQUESTS": True}}
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles", "django.contrib.sites", "django.contrib.flatpages", "oscar.config.Shop",
    *("oscar.apps.%s.apps.%sConfig" % pair for pair in (
        ("analytics", "Analytics"), ("checkout", "Checkout"), ("address", "Address"), ("shipping", "Shipping"),
        ("catalogue", "Catalogue"), ("catalogue.reviews", "CatalogueReviews"), ("communication", "Communication"),
        ("partner", "Partner"), ("basket", "Basket"), ("payment", "Payment"), ("offer", "Offer"), ("order", "Order"),
        ("customer", "Customer"), ("search", "Search"), ("voucher", "Voucher"), ("wishlists", "Wishlists"), ("dashboard", "Dashboard"),
        ("dashboard.reports", "ReportsDashboard"), ("dashboard.users", "UsersDashboard"), ("dashboard.orders", "OrdersDashboard"),
        ("dashboard.catalogue", "CatalogueDashboard"), ("dashboard.offers", "OffersDashboard"),
        ("dashboard.partners", "PartnersDashboard"), ("dashboard.pages", "PagesDashboard"), ("dashboard.ranges", "RangesDashboard"),
        ("dashboard.reviews", "ReviewsDashboard"), ("dashboard.vouchers", "VouchersDashboard"),
        ("dashboard.communications", "CommunicationsDashboard"), ("dashboard.shipping", "ShippingDashboard"))),
    "widget_tweaks", "haystack", "treebeard", "sorl.thumbnail", "django_tables2",
]
"""

MEZZANINE = """
from mezzanine.project_template.project_name.settings import *
SECRET_KEY = NEVERCACHE_KEY = "x"; ROOT_URLCONF = "mezzanine.urls"; USE_MODELTRANSLATION = False
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
from mezzanine.utils.conf import set_dynamic_settings
set_dynamic_settings(globals())
"""

HELPDESK = """
SECRET_KEY = "x"; ROOT_URLCONF = "benchmark_urls"; SITE_ID = 1; DEBUG = False; HELPDESK_TEAMS_MODE_ENABLED = False
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
INSTALLED_APPS = ["django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.sites", "django.contrib.humanize",
    "rest_framework", "helpdesk"]
open("benchmark_urls.py", "w").write("urlpatterns = []")
"""

CASES: tuple[Case, ...] = (
    Case(
        "django-helpdesk",
        "2.6.1",
        "django",
        ("helpdesk",),
        ("helpdesk.urls",),
        setup=DJANGO_SETTINGS.format(HELPDESK),
        held_out=True,
    ),
    Case(
        "ihatemoney",
        "7.2.1",
        "flask",
        ("ihatemoney",),
        ("ihatemoney.run:create_app(instance_path=__import__('os').getcwd())",),
    ),
    Case("privacyidea", "3.14", "flask", ("privacyidea",), ("privacyidea.app:create_app(config_name='testing', silent=True)",)),
    Case(
        "udata",
        "17.18.0",
        "flask",
        ("udata",),
        ("udata.app:standalone(create_app())",),
        setup="""
keys = ("SECRET_KEY", "API_TOKEN_SECRET", "SECURITY_PASSWORD_SALT", "DATASET_MAX_RESOURCES_UNCOLLAPSED")
open("udata.cfg", "w").write("\\n".join(f"{key} = {key.lower()!r}" for key in keys[:3]))
""",
        note="login pages whose URLs are settings",
    ),
    Case(
        "pyload-ng",
        "0.5.0b3.dev101",
        "flask",
        ("pyload",),
        ("pyload.webui.app:App(__import__('unittest.mock').mock.MagicMock(**{'api.get_config_value.return_value': 1}), develop=False)",),
    ),
    Case(
        "label-studio",
        "1.23.2",
        "django",
        ("label_studio",),
        ("",),
        root="label_studio",
        setup="""
import os, sys
import label_studio
sys.path.insert(0, os.path.dirname(label_studio.__file__))
os.environ.update(DJANGO_SETTINGS_MODULE="core.settings.label_studio", LABEL_STUDIO_BASE_DATA_DIR=os.getcwd(), DJANGO_DB="sqlite")
""",
        note="a route behind a setting",
    ),
    Case(
        "django-oscar",
        "4.2.1",
        "django",
        ("oscar",),
        ("benchmark_urls",),
        beside=("sorl-thumbnail",),
        setup=DJANGO_SETTINGS.format(OSCAR)
        + """
import datetime, types
sys.modules["django.utils.datetime_safe"] = types.SimpleNamespace(date=datetime.date, datetime=datetime.datetime)
open("benchmark_urls.py", "w").write('''
from django.apps import apps
from django.urls import include, path
urlpatterns = [path("", include(apps.get_app_config("oscar").urls[0]))]
''')
""",
        note="URLs are methods of application configurations that are found by label; views are loaded by name",
    ),
    Case(
        "pretix",
        "2026.8.0",
        "django",
        ("pretix",),
        ("pretix.multidomain.maindomain_urlconf", "pretix.multidomain.event_domain_urlconf", "pretix.multidomain.organizer_domain_urlconf"),
        setup="""
import os
os.environ.update(DJANGO_SETTINGS_MODULE="pretix.settings", PRETIX_PRETIX_DATADIR=os.getcwd(), PRETIX_DJANGO_SECRET="x")
""",
        note="plugins' patterns are gathered by a loop over the installed applications",
    ),
    Case(
        "mezzanine",
        "6.1.1",
        "django",
        ("mezzanine",),
        ("mezzanine.urls",),
        setup=DJANGO_SETTINGS.format(MEZZANINE),
        note="prefixes are settings that are registered at run time",
    ),
    Case(
        "argilla-server",
        "2.8.0",
        "fastapi",
        ("argilla_server",),
        ("argilla_server:app",),
        setup="import os; os.environ.update(ARGILLA_ENABLE_SHARE_YOUR_PROGRESS='true')",
    ),
    Case(
        "litellm",
        "1.106.2",
        "fastapi",
        ("litellm",),
        ("litellm.proxy.proxy_server:(importlib.import_module('litellm.proxy._lazy_features').register_all_features(app), app)[1]",),
        setup="import builtins, importlib; builtins.importlib = importlib",
        extras="[proxy]",
        note="routes made in a loop over providers; routes of features that are switched off",
    ),
    Case(
        "lnbits",
        "1.6.2",
        "fastapi",
        ("lnbits",),
        ("lnbits.app:(app := create_app(), init_core_routers(app), app)[-1]",),
        setup="""
import importlib.util, os
os.symlink(os.path.dirname(importlib.util.find_spec("lnbits").origin), "lnbits")
""",
        beside=("bitstring<4.2",),
    ),
    Case(
        "zenml",
        "0.98.0",
        "fastapi",
        ("zenml",),
        ("zenml.zen_server.zen_server_api:app",),
        extras="[server]",
        note="routes behind a feature flag",
    ),
    Case(
        "indico",
        "3.2.9",
        "flask",
        ("indico",),
        ("indico.web.flask.app:make_app(testing=True, config_override={'BASE_URL': 'http://localhost', 'SECRET_KEY': b'x' * 32})",),
        held_out=True,
        note="a blueprint class of its own that gives a meaning to `!` and to nested prefixes",
    ),
    Case(
        "changedetection.io",
        "0.60.10",
        "flask",
        ("changedetectionio",),
        ("changedetectionio.flask_app:changedetection_app({'datastore_path': '.'}, benchmark_store)",),
        setup="""
import builtins
from changedetectionio import store
builtins.benchmark_store = store.ChangeDetectionStore(datastore_path=".", include_default_watches=False)
""",
        note="at first sight .967 and .967; two causes were mended",
    ),
    Case(
        "kolibri",
        "0.19.5",
        "django",
        ("kolibri",),
        ("",),
        setup="""
import os
os.environ.update(KOLIBRI_HOME=os.getcwd(), DJANGO_SETTINGS_MODULE="kolibri.deployment.default.settings.base")
from kolibri.main import initialize
initialize(skip_update=True)
""",
        held_out=True,
        note="a router of its own with more methods; plugins found at run time; Django itself is vendored in the package",
    ),
    Case(
        "nautobot",
        "3.2.7",
        "django",
        ("nautobot",),
        ("nautobot.core.urls",),
        setup="""
import os
open("nautobot_config.py", "w").write("from nautobot.core.settings import *\\nSECRET_KEY = 'x'\\n")
import nautobot
nautobot.setup("nautobot_config.py")
""",
        note="a router that adds methods to REST framework's routes when it is made; at first sight .438 and .777",
    ),
    Case(
        "dstack",
        "0.22.5",
        "fastapi",
        ("dstack",),
        (
            "dstack._internal.server.app:(app := create_app(), register_routes(app), app)[-1]",
            "dstack._internal.proxy.gateway.app:make_app()",
        ),
        setup="import os; os.environ.update(DSTACK_SERVER_DIR=os.getcwd())",
        extras="[server,gateway]",
        held_out=True,
        note="a route in the other branch of a condition",
    ),
    Case(
        "marimo",
        "0.25.2",
        "fastapi",
        ("marimo",),
        ("marimo._server.main:create_starlette_app(base_url='')",),
        held_out=True,
        note="a second application in the package",
    ),
)
"""Every application: those that the readers were written with, and those that were held out."""
