"""peewee: models, foreign keys, many-to-many fields."""

from collections.abc import Iterator

from analyzer.frameworks.framework import Framework
from analyzer.frameworks.peewee.dialect import VOCABULARY
from analyzer.frameworks.peewee.schema import schema
from analyzer.model.data import Entity, EntityLink
from analyzer.read.program import Program


def facts(program: Program) -> Iterator[Entity | EntityLink]:
    """Every model of a program, and where it points; nothing where peewee is not imported."""
    found = schema(program)
    yield from found.entities
    yield from found.links


PEEWEE = Framework("peewee", VOCABULARY, facts)
