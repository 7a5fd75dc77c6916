"""The calls that frameworks keep, found again from a chain that goes through them."""

from collections.abc import Iterator

from analyzer.frameworks.data_access.chains import joined, segments
from analyzer.frameworks.data_access.values import Place
from analyzer.model.syntax import Call
from analyzer.read.program import Program


class KeptCalls:
    """Kept calls by scope, line and chain; of two alike on one line the first is taken."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._calls: dict[str, dict[tuple[str, int, str], Call]] = {}

    def inside(self, place: Place, chain: str) -> Iterator[Call]:
        """The calls inside a chain that frameworks keep: of ``s.query().filter`` the call of ``s.query``, longest first."""
        parts = segments(chain)
        for count in range(len(parts), 0, -1):
            if parts[count - 1].is_called:
                found = self.at(place, joined(parts[:count]))
                if found is not None:
                    yield found

    def at(self, place: Place, func: str) -> Call | None:
        """The call of a chain at a place, or None where it was not kept."""
        known = self._calls.get(place.module)
        if known is None:
            syntax = self.program.modules[place.module]
            known = self._calls[place.module] = {}
            for site in reversed(syntax.calls):
                known[site.scope, site.call.line, site.call.func] = site.call
        return known.get((place.scope, place.line, func))
