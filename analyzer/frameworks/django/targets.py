"""Which model of the program a class, a string, a setting or a call means."""

from analyzer.frameworks.constants import text_of
from analyzer.frameworks.django.apps import setting
from analyzer.frameworks.django.models import Models
from analyzer.frameworks.orm.declarations import Declared
from analyzer.frameworks.orm.expressions import last_name, text
from analyzer.model.place import ModuleName
from analyzer.model.syntax import Call, Expr, Name

MAX_HOPS = 4


class Targets:
    """Models by what names them; ``keys`` has ``app.model`` in lower case, proxies included; ``user`` is the user model or ``""``."""

    def __init__(self, models: Models) -> None:
        self.models = models
        self.declarations = models.declarations
        self.program = models.declarations.program
        self.keys = {model.key: name for name, model in sorted(models.concrete.items(), reverse=True)}
        for proxy, concrete in models.proxies.items():
            if concrete in models.concrete:
                declared = self.declarations.classes[proxy]
                self.keys.setdefault(f"{models.apps.label(declared.module)}.{declared.short}".lower(), concrete)
        self.user = self.keys.get((setting(self.program, "AUTH_USER_MODEL") or "auth.user").lower(), "")

    def of(self, name: str, holder: Declared, given: Expr | None, hops: int = 0) -> str:
        """The concrete model that an expression in ``holder`` means to the model ``name``, or ``""`` where it is not of the program."""
        if isinstance(given, Call):
            return self._called(name, given)
        if isinstance(given, Name):
            return self._named(name, holder, given, hops)
        return self._written(name, text(given))

    def _called(self, name: str, call: Call) -> str:
        verb = last_name(call.func)
        if verb == "get_user_model":
            return self.user
        words = [text(one) for one in call.args[:2]] if verb == "get_model" else []
        return self._written(name, ".".join(words)) if words and all(words) else ""

    def _named(self, name: str, holder: Declared, given: Name, hops: int) -> str:
        resolved = self.program.resolve(holder.module, given.dotted, holder.local)
        found = self.models.proxies.get(resolved, resolved)
        if found in self.models.concrete:
            return found
        last = last_name(given.dotted)
        if last == "AUTH_USER_MODEL":
            return self.user
        for module, value in self.declarations.values(resolved) if hops < MAX_HOPS else ():
            place = holder._replace(module=ModuleName(module), local="")
            behind = self.of(name, place, value, hops + 1) if isinstance(value, Call | Name) else ""
            if behind:
                return behind
        written = text_of(self.program, holder.module, holder.local, given) or (setting(self.program, last) if last.isupper() else "")
        return self._written(name, written or "")

    def _written(self, name: str, written: str) -> str:
        if written == "self":
            return name
        if "." in written:
            return self.keys.get(written.lower(), "")
        return self.keys.get(f"{self.models.concrete[name].label}.{written}".lower(), "") if written else ""
