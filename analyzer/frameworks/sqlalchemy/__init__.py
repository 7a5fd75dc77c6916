"""SQLAlchemy, Flask-SQLAlchemy and SQLModel: tables, mapped classes, foreign keys, relationships."""

from collections.abc import Iterator

from analyzer.frameworks.framework import Framework
from analyzer.frameworks.sqlalchemy.dialect import VOCABULARY as ACCESS
from analyzer.frameworks.sqlalchemy.schema import VOCABULARY as SCHEMA
from analyzer.frameworks.sqlalchemy.schema import schema
from analyzer.model.data import Entity, EntityLink
from analyzer.read.program import Program

VOCABULARY = SCHEMA | ACCESS


def facts(program: Program) -> Iterator[Entity | EntityLink]:
    """Every table and mapped class of a program, and where it points."""
    found = schema(program)
    yield from found.entities
    yield from found.links


SQLALCHEMY = Framework("sqlalchemy", VOCABULARY, facts)
