"""What should be ordered."""

from datetime import date

from webnet.catalogue.inventory import low_stock
from webnet.reporting.reports.registry import Table, report


@report("low-stock", "Products that run out")
def low_stock_report(_first: date, _last: date) -> Table:
    table = Table(["SKU", "Product", "Left", "Order at"])
    for sku, name, quantity, reorder_at in low_stock():
        table.rows.append([sku, name, quantity, reorder_at])
    return table
