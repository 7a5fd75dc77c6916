"""What every fact is: a small immutable value, compared and sorted by its fields."""

import msgspec


class Record(msgspec.Struct, frozen=True, order=True, gc=False):
    """A frozen value with the fields of its class, hashable and sortable; a million of them fit in memory (ADR 5)."""
