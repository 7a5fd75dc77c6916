"""What a name that a user asks about means: a service, a module (also by its file or by the end of its name), or a code."""

from collections.abc import Iterable

from analyzer.model.analysis import Analysis
from analyzer.model.errors import UsageError
from analyzer.model.nearest import did_you_mean, nearest
from analyzer.model.partition import SHARED

SERVICE, MODULE = "service", "module"
SHOWN = 4


def meant(analysis: Analysis, name: str, codes: Iterable[str] = ()) -> tuple[str, str]:
    """``service`` or ``module``, and the full name. ``service:NAME`` and ``module:NAME`` say which is meant where a name is both;
    without, a service comes first. Raises UsageError for a name that means nothing, or several modules, with the nearest names."""
    kind, _, rest = name.partition(":")
    wanted = (kind,) if kind in (SERVICE, MODULE) and rest else (SERVICE, MODULE)
    asked = rest if len(wanted) == 1 else name
    services = (*analysis.partition.services, SHARED)
    if SERVICE in wanted and asked in services:
        return SERVICE, asked
    modules = _modules(analysis, asked) if MODULE in wanted else ()
    if len(modules) == 1:
        return MODULE, modules[0]
    if modules:
        raise UsageError(f"{asked!r} could be {len(modules)} modules", f"say which: {_listed(modules)}")
    raise _unknown(analysis, asked, codes)


def _modules(analysis: Analysis, name: str) -> tuple[str, ...]:
    """The modules of that name; else those whose file it is; else those whose name ends with it."""
    known = analysis.codebase.modules
    if name in known:
        return (name,)
    path = name.replace("\\", "/").removeprefix("./")
    files = tuple(file.module for file in analysis.codebase.files if file.path == path or file.path.endswith(f"/{path}"))
    return files or tuple(module for module in known if module.endswith(f".{name}"))


def _unknown(analysis: Analysis, name: str, codes: Iterable[str]) -> UsageError:
    below = [module for module in analysis.codebase.modules if module.startswith(f"{name}.")]
    if below:
        return UsageError(f"{name!r} is a folder of {len(below)} modules, not a module", f"ask about one of them: {_listed(below)}")
    everything = [*analysis.partition.services, SHARED, *analysis.codebase.modules, *codes]
    near = nearest(name, everything, most=3) or _with_word(name, everything)
    hint = did_you_mean(near, "give a module, a service, or the code of a finding or problem")
    return UsageError(f"there is no module, service or code {name!r}", hint)


def _with_word(name: str, everything: list[str]) -> list[str]:
    """Names that hold the asked word: a last try to be of help."""
    word = name.rpartition(".")[2].lower()
    return [one for one in everything if len(word) > 2 and word in one.lower()][:3]


def _listed(names: Iterable[str]) -> str:
    known = list(names)
    return ", ".join(known[:SHOWN]) + (f" and {len(known) - SHOWN} more" if len(known) > SHOWN else "")
