"""Files of environment variables that the application reads by itself (``.env``): a slice lies elsewhere, and is told what they say.

Only files that the tests' process has really opened count: others are mostly meant for containers.
"""

import os
import re
import sys

_OPENED = []
_LINE = re.compile(r"""\s*(?:export\s+)?(\w+)\s*=[ \t]*(?:'([^']*)'|"((?:[^"\\]|\\.)*)"|([^\n]*))""", re.ASCII)
_NAME = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}", re.ASCII)


def watch():
    sys.addaudithook(_note)


def _note(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and os.path.basename(arguments[0]).startswith(".env"):
        path = os.path.abspath(arguments[0])
        if path not in _OPENED:
            _OPENED.append(path)


def values():
    """What the opened files say, by name; what the environment itself says is not in it."""
    found = {}
    for path in tuple(_OPENED):
        try:
            with open(path, encoding="utf-8") as stream:
                lines = stream.read().splitlines()
        except (OSError, ValueError):
            continue
        for line in lines:
            _take(line, found)
    return {name: value for name, value in found.items() if name not in os.environ}


def _take(line, found):
    match = _LINE.match(line)
    if match is None:
        return
    name, plain, quoted, bare = match.groups()
    if plain is not None:
        found[name] = plain
        return
    text = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else re.split(r"(?:^|\s)#", bare)[0].strip()
    found[name] = _NAME.sub(lambda one: os.environ.get(one.group(1), found.get(one.group(1), one.group(2) or "")), text)
