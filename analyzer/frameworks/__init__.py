"""Frameworks: syntax in, framework-neutral facts out. A new one is a new file and a new line in ``FRAMEWORKS``."""

from analyzer.frameworks.aiohttp import AIOHTTP
from analyzer.frameworks.ambient import AMBIENT
from analyzer.frameworks.celery import CELERY
from analyzer.frameworks.commands import COMMANDS
from analyzer.frameworks.data_access import DATA_ACCESS
from analyzer.frameworks.django import DJANGO
from analyzer.frameworks.events import EVENTS
from analyzer.frameworks.fastapi import FASTAPI
from analyzer.frameworks.flask import FLASK
from analyzer.frameworks.framework import Framework
from analyzer.frameworks.loaders import LOADERS
from analyzer.frameworks.peewee import PEEWEE
from analyzer.frameworks.pyramid import PYRAMID
from analyzer.frameworks.settings import SETTINGS
from analyzer.frameworks.sqlalchemy import SQLALCHEMY
from analyzer.frameworks.templates import TEMPLATES
from analyzer.frameworks.tornado import TORNADO
from analyzer.frameworks.tortoise import TORTOISE
from analyzer.frameworks.url_names import URL_NAMES

FRAMEWORKS: tuple[Framework, ...] = (
    AIOHTTP,
    AMBIENT,
    CELERY,
    COMMANDS,
    DATA_ACCESS,
    DJANGO,
    EVENTS,
    FASTAPI,
    FLASK,
    LOADERS,
    PEEWEE,
    PYRAMID,
    SETTINGS,
    SQLALCHEMY,
    TEMPLATES,
    TORNADO,
    TORTOISE,
    URL_NAMES,
)
"""Every framework that we can read, in alphabetical order of their names."""
