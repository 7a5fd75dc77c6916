"""Runs ``main.py`` of a folder and prints ``{caller: [callees]}`` of the calls between the folder's own functions."""

import inspect
import json
import sys
from collections import defaultdict
from pathlib import Path
from types import FrameType

ROOT = Path(sys.argv[1])
CALLS: defaultdict[str, set[str]] = defaultdict(set)
TRANSPARENT = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"})


def name_of(frame: FrameType | None) -> str:
    """The dotted name of the folder's function that runs in a frame or called it."""
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and frame.f_code.co_name not in TRANSPARENT:
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            inside = frame.f_code.co_qualname.replace("<locals>.", "")
            return module if inside == "<module>" else f"{module}.{inside}"
        frame = frame.f_back
    return ""


def note(frame: FrameType, event: str, _: object) -> None:
    """Note the call of a function of the folder; class bodies, modules and comprehensions are no functions."""
    code = frame.f_code
    if event != "call" or not Path(code.co_filename).is_relative_to(ROOT) or code.co_name in TRANSPARENT:
        return
    if code.co_name != "<module>" and code.co_flags & inspect.CO_OPTIMIZED:
        caller, callee = name_of(frame.f_back), name_of(frame)
        if "<lambda>" not in caller + callee:  # Python does not count lambdas
            CALLS[caller].add(callee)


sys.path.insert(0, str(ROOT))
main = ROOT / "main.py"
program = compile(main.read_text(encoding="utf-8"), str(main), "exec")
sys.setprofile(note)
try:
    exec(program, {"__name__": "__main__", "__file__": str(main)})
except BaseException as error:
    print("ended by", type(error).__name__)
finally:
    sys.setprofile(None)
print("\n" + json.dumps({caller: sorted(callees) for caller, callees in CALLS.items()}), end="")
