"""From Markdown to HTML, with a few short codes of our own."""

import csv
import io
import re

import markdown
from markupsafe import Markup, escape
from tabulate import tabulate

from webnet.utils import format_money, truncate

EXTENSIONS = ["fenced_code", "sane_lists", "toc"]
TABLE = re.compile(r"\[table\]\n(.*?)\n\[/table\]", re.DOTALL)
PRODUCT = re.compile(r"\[product ([A-Z0-9-]+)\]")


def _table(match) -> str:
    """Lines of comma separated values become a table."""
    rows = list(csv.reader(io.StringIO(match.group(1)), skipinitialspace=True))
    return "\n" + tabulate(rows[1:], headers=rows[0], tablefmt="html") + "\n"


def _product(match) -> str:
    """``[product SKU]`` becomes a link with the present price."""
    from webnet.catalogue.products import find_by_sku
    from webnet.errors import NotFound

    try:
        product = find_by_sku(match.group(1))
    except NotFound:
        return f"*{match.group(1)}*"
    price = format_money(product.price_cents)
    return f"[{product.name}](/products/{product.slug}) ({price})"


def to_html(text: str) -> Markup:
    """Raw HTML of authors is shown, not interpreted."""
    source = str(escape(text)).replace("&#34;", '"').replace("&#39;", "'")
    source = PRODUCT.sub(_product, source.replace("&gt;", ">"))
    return Markup(markdown.markdown(TABLE.sub(_table, source), extensions=EXTENSIONS))


def teaser(text: str, length: int = 160) -> str:
    """The beginning of a text, without any markup."""
    plain = TABLE.sub("", text)
    plain = re.sub(r"\[product [^\]]*\]|[#*_`>\[\]]|\(https?://[^)]*\)", "", plain)
    return truncate(" ".join(plain.split()), length)
