"""Reports as files."""

import csv
import io
from datetime import date

from tabulate import tabulate

from webnet.errors import Invalid
from webnet.extensions import celery, db
from webnet.reporting.models import ExportJob
from webnet.reporting.reports import Table, find_report
from webnet.utils import format_money, month_bounds, utcnow

FORMATS = {"csv": "text/csv", "txt": "text/plain", "html": "text/html"}


def _shown(table: Table) -> list[list]:
    """Rows with amounts as people read them."""
    wanted = {table.headers.index(name) for name in table.money}
    return [
        [format_money(value) if at in wanted else value for at, value in enumerate(row)]
        for row in table.rows
    ]


def as_csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.headers)
    writer.writerows(table.rows)
    return out.getvalue()


def as_text(table: Table) -> str:
    return tabulate(
        _shown(table),
        headers=table.headers,
        tablefmt="simple_outline",
        maxheadercolwidths=20,
        disable_numparse=True,
    )


def as_html(table: Table) -> str:
    return tabulate(_shown(table), headers=table.headers, tablefmt="html")


def render(name: str, file_format: str, first: date, last: date) -> str:
    """Build a report and write it in one of the formats."""
    writers = {"csv": as_csv, "txt": as_text, "html": as_html}
    if file_format not in writers:
        raise Invalid(f"unknown format {file_format}", known=sorted(writers))
    return writers[file_format](find_report(name).build(first, last))


def request_export(name: str, file_format: str, user_id: int) -> ExportJob:
    """Have a report of this month written in the background."""
    if file_format not in FORMATS:
        raise Invalid(f"unknown format {file_format}", known=sorted(FORMATS))
    find_report(name)
    job = ExportJob(report=name, file_format=file_format, requested_by=user_id)
    db.session.add(job)
    db.session.commit()
    run_export.delay(job.id)
    return job


@celery.task(name="webnet.reporting.exports.run_export")
def run_export(job_id: int) -> str:
    job = ExportJob.by_id(job_id)
    today = utcnow().date()
    first, _ = month_bounds(today)
    job.body = render(job.report, job.file_format, first, today)
    job.status, job.finished_at = "done", utcnow()
    db.session.commit()
    return job.status
