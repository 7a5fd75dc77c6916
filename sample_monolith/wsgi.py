"""Entry point of the web process: ``flask --app wsgi run``."""

from webnet.app import create_app

app = create_app()
