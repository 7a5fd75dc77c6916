"""Which function of the code base is given which channel: a literal, a module constant, a class (sent as an instance)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analyzer.frameworks.constants import all_texts
from analyzer.frameworks.events.callees import Callees
from analyzer.model.syntax import Call, Expr, Items, Name, Subscript, Text
from analyzer.read.program import Program


class Given(NamedTuple):
    """A function is given a channel: the function, the channel, who gives it or whom it concerns, the module and line of the call."""

    function: str
    channel: str
    source: str
    module: str
    line: int


class Channels:
    """Answers for one program."""

    def __init__(self, program: Program, callees: Callees) -> None:
        self.program = program
        self.callees = callees

    def given(self, module: str, scope: str, call: Call, source: str, values: Iterable[Expr]) -> Iterator[Given]:
        """What a call gives to a function of the code base: one for each channel that these arguments may mean."""
        function = self.callees.of(module, scope, call.func)
        if function:
            for value in (one for channel in values for one in alternatives(channel)):
                for channel in self.named(module, scope, value):
                    yield Given(function, channel, source, module, call.line)

    def named(self, module: str, scope: str, value: Expr, sent: bool = False) -> tuple[str, ...]:
        """The names of the channels that an argument may mean."""
        texts = all_texts(self.program, module, scope, value)
        if texts or isinstance(value, Text | Items):
            return texts
        channel = self._object(module, scope, value, sent)
        return (channel,) if channel else ()

    def _object(self, module: str, scope: str, value: Expr, sent: bool) -> str:
        """The dotted name of the class or variable that an argument means as a channel, or ``""``."""
        chain = value.dotted if isinstance(value, Name) else value.func if isinstance(value, Call) and sent else ""
        full = self.program.resolve(module, chain, scope) if chain else ""
        if not full or not self.program.names.is_known(full) or full in self.program.modules:
            return ""
        is_class = self.program.class_syntax(full) is not None
        if isinstance(value, Call) or not sent:
            return full if is_class or (isinstance(value, Name) and self.program.function_syntax(full) is None) else ""
        return "" if is_class or self.program.function_syntax(full) is not None else full


def alternatives(value: Expr) -> tuple[Expr, ...]:
    """What an argument may be: both sides of ``a if x else b``, else itself."""
    if isinstance(value, Subscript) and value.value == Name("or") and isinstance(value.key, Items):
        return value.key.items
    return (value,)
