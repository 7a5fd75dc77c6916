"""Flask, served by gunicorn: the monolith's own factory or application object."""

from analyzer.extract.stacks.stack import Stack

FLASK = Stack("flask", "Flask", frozenset({"flask"}), ("gunicorn",), ("-m", "gunicorn", "{entry}:application"))
