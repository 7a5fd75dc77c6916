"""Nodes of a syntax tree: what counts as a function, and the last part of the name that a node writes."""

import ast

Function = ast.FunctionDef | ast.AsyncFunctionDef


def last_name(node: ast.AST | None) -> str:
    """``get`` of ``x.y.get`` or of ``get``; ``""`` for what is no name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
