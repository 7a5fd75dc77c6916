"""Annotations as text again, from their summaries."""

from analyzer.model.syntax import Constant, Expr, Items, Name, Other, Subscript, Text


def annotation_text(annotation: Expr | None) -> str:
    """An annotation as it is written (``list[int]``, ``Order | None``), ``""`` where there is none; what has no summary is ``?``."""
    # Most are plain names: a match over all kinds of expressions takes several times as long.
    if annotation is None:
        return ""
    if type(annotation) is Name:
        return annotation.dotted
    match annotation:
        case Text(value):
            return value
        case Constant(value):
            return repr(value)
        case Other("ellipsis"):
            return "..."
        case Items(items):
            return f"[{', '.join(annotation_text(item) for item in items)}]"
        case Subscript(Name("|"), Items(items)):
            return " | ".join(annotation_text(item) for item in items)
        case Subscript(value, Items(items)) if not _is_callable(value):
            return f"{annotation_text(value)}[{', '.join(annotation_text(item) for item in items)}]"
        case Subscript(value, key):
            return f"{annotation_text(value)}[{annotation_text(key)}]"
        case _:
            return "?"


def _is_callable(value: Expr) -> bool:
    return isinstance(value, Name) and value.dotted.rpartition(".")[2] == "Callable"
