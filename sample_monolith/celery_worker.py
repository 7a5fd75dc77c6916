"""Entry point of the worker: ``celery -A celery_worker:celery worker``."""

from webnet.app import create_app
from webnet.extensions import celery

app = create_app()

__all__ = ["app", "celery"]
