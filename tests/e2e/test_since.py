"""What changed since an earlier report: in the page, in report.md, in report.json; and exports as reports are shown."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.browsing import page_of
from tests.e2e.command import make_shop, unbraid

LINKS = "https://example.org/team/shop/blob/main/{path}#L{line}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop that was analysed, changed, and analysed again beside the first time; ``now`` links places."""
    place = tmp_path_factory.mktemp("since")
    code = make_shop(place / "code")
    assert unbraid("analyze", code, "--out", place / "before", "--services", 2, "-q").returncode == 0
    (code / "shop/orders/gift.py").write_text(
        "from shop.billing.tax import rate\nfrom shop.orders.cart import Cart\n\n\ndef gift():\n    return Cart(), rate()\n"
    )
    done = unbraid("analyze", code, "--out", place / "now", "--services", 2, "--since", place / "before", "--source-url", LINKS, "-q")
    assert done.returncode == 0, done.stderr
    return place


def test_the_difference_is_in_every_report_and_the_same_as_that_of_diff(folder: Path) -> None:
    data = json.loads((folder / "now/report.json").read_text(encoding="utf-8"))
    assert json.loads((folder / "before/report.json").read_text(encoding="utf-8"))["since"] is None
    assert data["since"]["only_new"] == ["shop.orders.gift"] and data["since"]["old"] == "the earlier report"
    told = json.loads(unbraid("diff", folder / "before", folder / "now", "--format", "json").stdout)
    names = {"old", "new"}
    assert {key: value for key, value in told.items() if key not in names} == {k: v for k, v in data["since"].items() if k not in names}
    page = (folder / "now/report.md").read_text(encoding="utf-8")
    assert "## Since the earlier report" in page and "Only in this report: shop.orders.gift" in page
    assert str(folder) not in page + json.dumps(data), "nothing says where the earlier report lies"


def test_the_page_has_a_section_that_is_reached_from_the_contents(browser: Any, folder: Path) -> None:
    with page_of(browser, folder / "now/report.html") as opened:
        opened.page.locator(".contents a[href='#since']").click()
        assert "shop.orders.gift" in opened.page.locator("section#since").inner_text()
        assert opened.messages == [] and opened.requests == []
    assert 'id="since"' not in (folder / "before/report.html").read_text(encoding="utf-8")


def test_a_difference_is_a_page_without_scripts(browser: Any, folder: Path) -> None:
    target = folder / "diff.html"
    done = unbraid("diff", folder / "before", folder / "now", "--format", "html", "--source-url", LINKS, "-o", target)
    assert done.returncode == 0, done.stderr
    text = target.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy and "script-src &#39;none&#39;" in policy[1] and "<script" not in text
    context = browser.new_context(offline=True, viewport={"width": 400, "height": 800})
    page = context.new_page()
    page.goto(target.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    assert all(address.startswith("https://example.org/team/") for address in page.evaluate("[...document.links].map((a) => a.href)"))
    context.close()


def test_the_same_again_gives_the_same_bytes_and_another_earlier_report_does_not(folder: Path) -> None:
    once = unbraid("report", folder / "code", "--out", folder / "now", "--since", folder / "before", "--format", "html", "-q").stdout
    again = unbraid("report", folder / "code", "--out", folder / "now", "--since", folder / "before", "--format", "html", "-q").stdout
    other = unbraid("report", folder / "code", "--out", folder / "now", "--since", folder / "now", "--format", "html", "-q").stdout
    assert once == again != other


def test_wishes_that_contradict_each_other_are_told(folder: Path) -> None:
    for more in (("--since", folder / "before"), ("--source-url", LINKS)):
        done = unbraid("analyze", folder / "code", "--out", folder / "no", "--redact", *more)
        assert done.returncode == 2 and "contradict" in done.stderr and not (folder / "no").exists()
    assert "hint:" in unbraid("analyze", folder / "code", "--out", folder / "no", "--since", folder / "nowhere").stderr


def test_links_reach_markdown_and_exports(folder: Path) -> None:
    assert re.search(
        r"\]\(https://example\.org/team/shop/blob/main/shop/\S+#L\d+\)", (folder / "now/report.md").read_text(encoding="utf-8")
    )
    for name in ("findings", "backlog"):
        done = unbraid("export", name, folder / "code", "--out", folder / "now", "--source-url", LINKS, "-q")
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        assert rows and any(row["link"].startswith("https://example.org/team/shop/blob/main/shop/") for row in rows), name
        assert "link" not in unbraid("export", name, folder / "code", "--out", folder / "now", "-q").stdout.splitlines()[0]


def test_exports_are_redacted_like_reports(folder: Path) -> None:
    asked = (folder / "code", "--out", folder / "now", "-q", "--redact")
    told = unbraid("report", *asked, "--format", "json").stdout
    names = {service["id"] for service in json.loads(told)["services"]}
    real = {service["id"] for service in json.loads((folder / "now/report.json").read_text(encoding="utf-8"))["services"]}
    catalogue = unbraid("export", "backstage", *asked, "--owner", f"{min(real)}=team-blue").stdout
    assert all(name in catalogue for name in names) and not any(f'"{name}"' in catalogue for name in real) and "team-blue" in catalogue
    for name in ("structurizr", "plantuml", "mermaid", "findings", "backlog"):
        text = unbraid("export", name, *asked).stdout
        assert text and not re.search(r"(?i)\b(gift|invoice|cart|billing)\b", text), name
    for name in ("tach", "import-linter", "codeowners"):
        done = unbraid("export", name, *asked)
        assert done.returncode == 2 and "without its names" in done.stderr


def test_the_terminal_tells_in_one_line_what_changed(folder: Path) -> None:
    again = ("analyze", folder / "code", "--out", folder / "told", "--services", 2, "--boundaries", folder / "now/boundaries.toml")
    told = [line for line in unbraid(*again, "--since", folder / "before").stdout.splitlines() if line.startswith("Since")]
    assert len(told) == 1 and told[0].startswith("Since the earlier report: ") and "1 module new" in told[0]
    same = unbraid(*again, "--since", folder / "told").stdout
    assert "\nSince the earlier report: nothing changed.\n" in same
    assert "Since" not in unbraid(*again).stdout
