"""Frameworks: syntax in, framework-neutral facts out. A new one is a new file and a new line in ``FRAMEWORKS``."""

from analyzer.frameworks.aiohttp import AIOHTTP
from analyzer.frameworks.ambient import AMBIENT
from analyzer.frameworks.bound_names import BINDING, STARS
from analyzer.frameworks.bound_values import HELD
from analyzer.frameworks.celery import CELERY
from analyzer.frameworks.commands import COMMANDS
from analyzer.frameworks.data_access import DATA_ACCESS
from analyzer.frameworks.data_access.statements import STATING
from analyzer.frameworks.django import DJANGO
from analyzer.frameworks.django.apps import CAPITALS
from analyzer.frameworks.events import EVENTS
from analyzer.frameworks.events.receivers import CHANNELS
from analyzer.frameworks.fastapi import FASTAPI
from analyzer.frameworks.flask import FLASK
from analyzer.frameworks.framework import Framework
from analyzer.frameworks.imported import ALIASES, CLASSES, IMPORTS
from analyzer.frameworks.kept_sites import CALLED, DECORATING
from analyzer.frameworks.loaders import LOADERS
from analyzer.frameworks.loaders.imported import LOADING
from analyzer.frameworks.loaders.learned import NAMING
from analyzer.frameworks.note import Note
from analyzer.frameworks.peewee import PEEWEE
from analyzer.frameworks.pyramid import PYRAMID
from analyzer.frameworks.settings import SETTINGS
from analyzer.frameworks.sqlalchemy import SQLALCHEMY
from analyzer.frameworks.sqlalchemy.involved import BASES, KNOWING
from analyzer.frameworks.templates import TEMPLATES
from analyzer.frameworks.templates.renders import FILLING
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

NOTES: tuple[Note, ...] = (
    ALIASES,
    BASES,
    BINDING,
    CALLED,
    CAPITALS,
    CHANNELS,
    CLASSES,
    DECORATING,
    FILLING,
    HELD,
    IMPORTS,
    KNOWING,
    LOADING,
    NAMING,
    STARS,
    STATING,
)
"""Everything that is noted of each module for them."""
