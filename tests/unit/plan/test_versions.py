import pytest

from analyzer.plan.versions import compatible


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (">=0.8,<0.9", ">=0.8.10"),
        ("<2", ">1.9"),
        ("==1.*", "~=1.4"),
        (">1.0,<1.1", ">=1.0.5"),
        ("==1.4.2", ">=1.4,!=1.4.1"),
        ("", "==1"),
        ("not a version", "==1"),
        (">=2.0.0rc1", "<2.1"),
        ("===1.0", "==1.0"),
        ("1.2", ">=1.2"),
    ],
)
def test_some_version_satisfies_both(first: str, second: str) -> None:
    assert compatible(first, second)
    assert compatible(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [("<0.9", ">=0.9"), ("==1.2", "==1.3"), ("~=1.4.2", ">=1.5"), ("==1.*", ">=2"), (">1", "<=1"), ("==1.0", "!=1.0"), ("<1", ">2,<3")],
)
def test_no_version_satisfies_both(first: str, second: str) -> None:
    assert not compatible(first, second)
    assert not compatible(second, first)
