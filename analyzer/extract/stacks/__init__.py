"""The stacks that services can be written for. To add one: a file here, a line below, a folder under ``templates/service``."""

from analyzer.extract.stacks.asgi import ASGI
from analyzer.extract.stacks.django import DJANGO
from analyzer.extract.stacks.flask import FLASK
from analyzer.extract.stacks.plain import PLAIN
from analyzer.extract.stacks.stack import Stack

STACKS: tuple[Stack, ...] = (FLASK, DJANGO, ASGI, PLAIN)
"""Tried in this order; the last serves what no other does."""

__all__ = ["PLAIN", "STACKS", "Stack"]
