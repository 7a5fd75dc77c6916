"""Django, served by gunicorn: the monolith's own settings."""

from analyzer.extract.stacks.stack import Stack

DJANGO = Stack(
    "django",
    "Django",
    frozenset({"django"}),
    ("gunicorn",),
    ("-m", "gunicorn.app.wsgiapp", "{entry}:application"),
    (
        "django.core.exceptions:FieldDoesNotExist",
        "django.core.exceptions:MultipleObjectsReturned",
        "django.core.exceptions:ObjectDoesNotExist",
        "django.core.exceptions:PermissionDenied",
        "django.core.exceptions:SuspiciousOperation",
        "django.core.exceptions:ValidationError",
        "django.http.response:Http404",
    ),
)
