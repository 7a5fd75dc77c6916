"""Python 2 source to a syntax tree: the statements that Python 3 cannot parse are rewritten in place, line for line.

Only what structure needs is kept exact (names, imports, calls, line numbers); the rewritten text is never run or shown.
"""

import ast
import re
from collections import Counter

MAX_ROUNDS = 400
MAX_MENDS = 6

EXCEPT = re.compile(r"^(\s*except\s+)(\([^()]*\)|.+?)\s*,\s*([A-Za-z_][\w.]*)\s*:", re.MULTILINE)
EXCEPT_PARTS = re.compile(r"^(\s*except\s+[^:\n]+?)\s+as\s+\([\w\s,]+\)\s*:", re.MULTILINE)
RAISE = re.compile(r"^(\s*(?:if .*: *|else: *)?raise\s+)([\w.\[\]]+)\s*,\s*(.+?)(?:,\s*[\w.()\[\]]+)?\s*$")
PRINT_TO = re.compile(r"\bprint\s*>>\s*([^,\n]+)(,?)")
PRINT = re.compile(r"(^|[:;])(\s*)print\b(?!\s*\(\s*\)\s*$)[ \t]*(.*?)(,?)[ \t]*(\\?)$")
EXEC = re.compile(r"^(\s*(?:[\w ]+:\s*)?)exec\s+(.+?)(?:\s+in\s+(.+))?$")
LONG = re.compile(r"\b(0[xX][0-9a-fA-F]+|\d+)[lL]\b")
OCTAL = re.compile(r"(?<![\w.])0([0-7]+)\b(?!\.)")
RAW_UNICODE = re.compile(r"\b[uU][rR](?=['\"])")
BACKTICK = re.compile(r"`([^`\n]+)`")
TUPLE_PARAMETER = re.compile(r"(def\s+\w+\s*\(.*?|lambda\s+[^:(]*?)\(([\w\s,]+)\)")


def modernise(text: str) -> ast.Module | None:
    """The syntax tree of Python 2 source, or None where it is no Python 2 either; line numbers are those of the source."""
    text = EXCEPT.sub(r"\1\2 as \3:", text.expandtabs(8)).replace("<>", "!=")
    text = EXCEPT_PARTS.sub(r"\1 as parts:", text)
    lines = text.split("\n")
    last = (-1, "")
    mended: Counter[int] = Counter()
    for _ in range(MAX_ROUNDS):
        try:
            return ast.parse("\n".join(lines))
        except SyntaxError as error:
            number = _mend(lines, error.lineno or 0, mended)
        except (ValueError, RecursionError, MemoryError):
            return None
        if number is None or (number, lines[number]) == last:
            return None
        last = (number, lines[number])
    return None


def _mend(lines: list[str], at: int, times: Counter[int]) -> int | None:
    """Rewrite the line that a parser stopped at, or one shortly before it; its index, or None where no rule fits.

    ``times`` counts how often each line was rewritten: a line that does not get better is left alone.
    """
    for index in range(min(at, len(lines)) - 1, max(at - 12, -1), -1):
        mended = _mend_line(lines, index) if times[index] < MAX_MENDS else lines[index]
        if mended != lines[index]:
            lines[index] = mended
            times[index] += 1
            return index
    return None


def _mend_line(lines: list[str], index: int) -> str:
    line = lines[index]
    for pattern, new in ((RAW_UNICODE, "r"), (LONG, r"\1"), (OCTAL, r"0o\1"), (BACKTICK, r"repr(\1)")):
        line = pattern.sub(new, line)
    line = RAISE.sub(r"\1\2(\3)", line) if line.count("(") == line.count(")") else re.sub(r"(\braise\s+[\w.]+)\s*,\s*", r"\1, ", line)
    if line == lines[index] and re.match(r"\s*raise\s+[\w.]+\s*,", line):
        return _open_raise(lines, index)
    line = TUPLE_PARAMETER.sub(lambda found: found[1] + re.sub(r"\W+", "_", found[2].strip()), line)
    if line != lines[index]:
        return line
    exec_ = EXEC.match(line)
    if exec_ and not exec_[2].startswith("("):
        return f"{exec_[1]}exec({exec_[2]}{', ' + exec_[3] if exec_[3] else ''})"
    return _mend_print(lines, index)


def _open_raise(lines: list[str], index: int) -> str:
    """``raise E, (_("..") %`` over several lines: a tuple in brackets up to where the brackets close."""
    head, rest = re.match(r"(\s*raise\s+[\w.]+)\s*,\s*(.*)$", lines[index]).groups()  # type: ignore[union-attr]  # the caller matched it
    end = _end_of_statement(lines, index)
    if end == index:
        return f"{head}({rest.rstrip()})"
    lines[end] = lines[end].rstrip() + ")"
    return f"{head}({rest}"


def _mend_print(lines: list[str], index: int) -> str:
    line = lines[index]
    if not re.search(r"\bprint\b", line):
        return line
    if PRINT_TO.search(line):
        line = PRINT_TO.sub(r"print \1\2", line)
    found = PRINT.search(line)
    if found is None:
        return line
    end = _end_of_statement(lines, index)
    head, body = line[: found.start(3)].rstrip(), line[found.start(3) :].rstrip().rstrip("\\").rstrip()
    if end == index:
        return f"{head}({body.rstrip(',')})"
    lines[end] = lines[end].rstrip() + ")"
    for between in range(index + 1, end):
        lines[between] = lines[between].rstrip().rstrip("\\")
    return f"{head}({body}"


def _end_of_statement(lines: list[str], index: int) -> int:
    """The last line of the statement that starts in a line: brackets balanced, no continuation, no open triple quote."""
    depth, quote = 0, ""
    for number in range(index, min(index + 60, len(lines))):
        depth, quote = _scan(lines[number], depth, quote)
        if depth <= 0 and not quote and not lines[number].rstrip().endswith("\\"):
            return number
    return index


def _scan(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Bracket depth and open triple quote after a line."""
    position = 0
    while position < len(line):
        if quote:
            position = line.find(quote, position)
            if position < 0:
                return depth, quote
            position, quote = position + 3, ""
            continue
        char = line[position]
        if char == "#":
            break
        if line.startswith(('"""', "'''"), position):
            quote, position = line[position : position + 3], position + 3
            continue
        if char in "\"'":
            position = _skip_string(line, position)
            continue
        depth += (char in "([{") - (char in ")]}")
        position += 1
    return depth, quote


def _skip_string(line: str, position: int) -> int:
    quote, position = line[position], position + 1
    while position < len(line) and line[position] != quote:
        position += 2 if line[position] == "\\" else 1
    return position + 1
