"""What is suggested for a name that nothing has."""

from pathlib import Path

import pytest

from analyzer.app.folder import check_folder
from analyzer.model.errors import UsageError
from analyzer.model.nearest import did_you_mean, nearest


def test_the_most_alike_comes_first_whatever_the_order() -> None:
    known = {"orders", "order", "billing"}
    assert nearest("ordres", known) == ("orders",)
    assert nearest("ordres", known, most=3) == ("orders", "order")
    assert nearest("ordres", known, cutoff=0.99) == ()
    assert nearest("zebra", known) == ()


def test_the_question_or_what_is_said_otherwise() -> None:
    assert did_you_mean(["orders", "order"]) == "did you mean orders or order?"
    assert did_you_mean((), "check the path") == "check the path"


@pytest.mark.parametrize(
    ("name", "hint"), [("shpo", "did you mean shop?"), ("Warehouse-of-today", "did you mean wares?"), ("x", "check the path")]
)
def test_a_folder_that_is_not_there(tmp_path: Path, name: str, hint: str) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "wares").mkdir()
    (tmp_path / "shpo.txt").touch()
    with pytest.raises(UsageError) as error:
        check_folder(tmp_path / name)
    assert error.value.hint == hint
