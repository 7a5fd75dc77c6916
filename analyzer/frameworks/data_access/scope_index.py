"""Uses and kept calls of a program by scope, indexed for the modules that are asked about only."""

from analyzer.model.syntax import CallSite, Use
from analyzer.read.program import Program


class ScopeIndex:
    """Answers for one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._uses: dict[str, dict[str, tuple[Use, ...]]] = {}
        self._sites: dict[str, dict[str, tuple[CallSite, ...]]] = {}

    def uses(self, module: str, scope: str) -> tuple[Use, ...]:
        """The uses of exactly this scope of a module."""
        known = self._uses.get(module)
        if known is None:
            found: dict[str, list[Use]] = {}
            for use in self.program.modules[module].uses:
                found.setdefault(use.scope, []).append(use)
            known = self._uses[module] = {one: tuple(uses) for one, uses in found.items()}
        return known.get(scope, ())

    def sites(self, module: str, scope: str) -> tuple[CallSite, ...]:
        """The kept calls of exactly this scope of a module."""
        known = self._sites.get(module)
        if known is None:
            found: dict[str, list[CallSite]] = {}
            for site in self.program.modules[module].calls:
                found.setdefault(site.scope, []).append(site)
            known = self._sites[module] = {one: tuple(sites) for one, sites in found.items()}
        return known.get(scope, ())
