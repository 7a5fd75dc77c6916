"""All reports; importing this package fills the registry."""

from webnet.reporting.reports import sales, stock  # noqa: F401
from webnet.reporting.reports.registry import (  # noqa: F401
    Table,
    find_report,
    report_titles,
)
