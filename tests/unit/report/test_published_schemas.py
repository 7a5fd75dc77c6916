"""What is printed is what the published schemas say: reports and facts of the sample, and of a code base made by hand."""

import json

import jsonschema
import pytest

from analyzer.app import facts_of
from analyzer.app.schemas import schema_text
from analyzer.disk import templates_folder
from analyzer.report import make_format
from analyzer.report.fact_list import FACT_KINDS
from tests.sample_answer import SAMPLE
from tests.unit.exports import webnet
from tests.unit.report.fixture import shop


@pytest.mark.parametrize("analysis", ["webnet", "shop"])
def test_the_report_is_valid(analysis: str) -> None:
    made = make_format("json", webnet() if analysis == "webnet" else shop(), templates_folder())
    checker = jsonschema.Draft202012Validator(json.loads(schema_text("report")))
    found = json.loads(made.files[0].text)
    assert [error.message for error in checker.iter_errors(found)] == []
    for wrong in ({**found, "summary": []}, {key: value for key, value in found.items() if key != "services"}):
        assert not checker.is_valid(wrong)


@pytest.mark.parametrize("kind", [kind.name for kind in FACT_KINDS])
def test_facts_are_valid(kind: str) -> None:
    found = json.loads(facts_of(SAMPLE, kind, workers=1)[0])
    assert found["facts"] or kind == "history"
    checker = jsonschema.Draft202012Validator(json.loads(schema_text("facts")))
    checker.validate(found)
    for row in found["facts"][:1]:
        with pytest.raises(jsonschema.ValidationError):
            checker.validate({**found, "facts": [{**row, "surprise": 1}]})


def test_schemas_are_schemas() -> None:
    for what in ("report", "facts"):
        schema = json.loads(schema_text(what))
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["title"] == f"Unbraid {what}"
