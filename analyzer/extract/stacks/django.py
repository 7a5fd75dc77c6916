"""Django, served by gunicorn: the monolith's own settings."""

from analyzer.extract.stacks.stack import Stack

DJANGO = Stack("django", "Django", frozenset({"django"}), ("gunicorn",), ("-m", "gunicorn", "{entry}:application"))
