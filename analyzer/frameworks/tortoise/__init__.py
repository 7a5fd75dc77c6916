"""Tortoise ORM: models, foreign keys, one-to-one and many-to-many fields."""

from collections.abc import Iterator

from analyzer.frameworks.framework import Framework
from analyzer.frameworks.tortoise.dialect import VOCABULARY
from analyzer.frameworks.tortoise.schema import schema
from analyzer.model.data import Entity, EntityLink
from analyzer.read.program import Program


def facts(program: Program) -> Iterator[Entity | EntityLink]:
    """Every model of a program, and where it points; nothing where Tortoise is not imported."""
    found = schema(program)
    yield from found.entities
    yield from found.links


TORTOISE = Framework("tortoise", VOCABULARY, facts)
