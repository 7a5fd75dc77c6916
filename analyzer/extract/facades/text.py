"""The texts of facades: the owner's module, the module that calls it, and the code whose queries became calls."""

import json
from collections.abc import Iterable, Sequence

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from analyzer.extract.client_call import CLIENT
from analyzer.extract.facades.facade import Facade
from analyzer.extract.facades.query_sites import QuerySite
from analyzer.extract.stub_text import StubMismatchError, with_imports
from analyzer.model.place import ModuleName

_OWNER = '"""What this service answers about its stored objects: the queries that other services had in their own code, by name."""\n'
_CALLER = '"""What another service answers about its stored objects: calls of its functions of the same names."""\n\nimport {client}\n'


def owner_text(facades: Iterable[Facade]) -> str:
    """The module of the owner: each function runs the query as it stood."""
    return _OWNER + "".join(
        f"\n\ndef {one.name}({', '.join(one.parameters)}):\n{_imports(one)}\n    return {one.query}\n" for one in facades
    )


def _imports(one: Facade) -> str:
    lines = []
    for name, dotted in one.names:
        module, _, last = dotted.rpartition(".")
        lines.append(f"    from {module} import {last}{'' if name == last else f' as {name}'}\n")
    return "".join(lines)


def caller_text(facades: Iterable[Facade]) -> str:
    """The module of the same name in services that call: each function is a call over HTTP."""
    text = _CALLER.replace("{client}", CLIENT)
    for one in facades:
        given = "".join(f", {name}={name}" for name in one.parameters)
        text += f"\n\ndef {one.name}({', '.join(one.parameters)}):\n    return {CLIENT}.call({json.dumps(one.seam.target)}{given})\n"
    return text


def rewritten(source: str, module: ModuleName, facades: Iterable[Facade]) -> str:
    """The text of a module with its queries as calls of facades; everything else stays as it is. Raises StubMismatchError."""
    calls = {(site.start, site.end): (one, site) for one in facades for where, site in one.sites if where == module}
    if not calls:
        return source
    try:
        wrapper = MetadataWrapper(cst.parse_module(source))
    except (cst.ParserSyntaxError, RecursionError) as error:
        raise StubMismatchError(type(error).__name__) from error
    lines = source.split("\n")
    places = {(_place(lines, *start), _place(lines, *end)): found for (start, end), found in calls.items()}
    rewriter = _Rewriter(places)
    changed = wrapper.visit(rewriter)
    if rewriter.replaced != len(places):
        raise StubMismatchError("a query is not where it was")
    names = sorted({str(one.seam.module) for one, _ in calls.values()})
    return with_imports(changed, [f"import {name}\n" for name in names]).code


def _place(lines: Sequence[str], line: int, column: int) -> tuple[int, int]:
    """A place with its column counted in characters, not in bytes."""
    return line, len(lines[line - 1].encode()[:column].decode())


class _Rewriter(cst.CSTTransformer):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, places: dict[tuple[tuple[int, int], tuple[int, int]], tuple[Facade, QuerySite]]) -> None:
        super().__init__()
        self.places, self.replaced = places, 0

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:  # noqa: N802  # libcst's naming
        where = self.get_metadata(PositionProvider, original_node)
        assert isinstance(where, CodeRange)
        found = self.places.get(((where.start.line, where.start.column), (where.end.line, where.end.column)))
        if found is None:
            return updated_node
        self.replaced += 1
        facade, site = found
        given = ", ".join(f"{name}={text}" for name, (_, text) in zip(facade.parameters, site.arguments, strict=True))
        call = cst.parse_expression(f"{facade.seam.target}({given})")
        assert isinstance(call, cst.Call)
        return call.with_changes(lpar=updated_node.lpar, rpar=updated_node.rpar)
