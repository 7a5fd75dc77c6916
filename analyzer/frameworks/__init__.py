"""Frameworks: syntax in, framework-neutral facts out. A new one is a new file and a new line in ``FRAMEWORKS``."""

from analyzer.frameworks.ambient import AMBIENT
from analyzer.frameworks.fastapi import FASTAPI
from analyzer.frameworks.flask import FLASK
from analyzer.frameworks.framework import Framework

FRAMEWORKS: tuple[Framework, ...] = (
    AMBIENT,
    FASTAPI,
    FLASK,
)
"""Every framework that we can read, in alphabetical order of their names."""
