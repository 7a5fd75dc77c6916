"""Members of classes, looked up once for a class and a name: who asked is told when the answer grew."""

from dataclasses import dataclass, field

from analyzer.read.calls.values import NOTHING, ClassValue, Scope, Values


@dataclass(eq=False, slots=True)
class Lookup:
    """The class that has a member, else what a base from outside has; right as long as the shape of classes is the same.

    ``readers`` are the frames whose code asked.
    """

    shape: int = -1
    holder: ClassValue | None = None
    outside: Values = NOTHING
    readers: set[Scope] = field(default_factory=set)
