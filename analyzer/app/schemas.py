"""``unbraid schema``: the JSON Schemas of what is published."""


def schema_text(what: str) -> str:
    """The JSON Schema (draft 2020-12) of ``report`` (``report.json``) or ``facts`` (what ``unbraid facts`` prints), as text."""
    import json

    from analyzer.report.encoding import schema
    from analyzer.report.fact_schema import facts_schema

    return json.dumps(facts_schema() if what == "facts" else schema(), indent=1) + "\n"
