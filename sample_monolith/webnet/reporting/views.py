"""Dashboards, reports and downloads."""

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for

from webnet.api.helpers import money_json
from webnet.context import current_user
from webnet.decorators import login_required, staff_required
from webnet.forms import Fields
from webnet.reporting import exports, sales
from webnet.reporting.models import ExportJob
from webnet.reporting.reports import find_report, report_titles
from webnet.utils import month_bounds, parse_date, utcnow

bp = Blueprint("reporting", __name__, template_folder="templates")
api_bp = Blueprint("reporting_api", __name__)


def _period():
    """First and last day from the query string; this month by default."""
    today = utcnow().date()
    first = parse_date(request.args.get("first"), month_bounds(today)[0])
    return first, parse_date(request.args.get("last"), today)


@bp.get("/reports/")
@staff_required
def dashboard():
    return render_template(
        "reporting/dashboard.html",
        summary=sales.summary(),
        titles=report_titles(),
        trail=sales.audit_trail(request.args.get("action", ""), limit=20),
    )


@bp.get("/reports/<name>")
@staff_required
def report(name):
    first, last = _period()
    return render_template(
        "reporting/report.html",
        report=find_report(name),
        table=exports.render(name, "html", first, last),
        first=first,
        last=last,
    )


@bp.get("/reports/<name>.<file_format>")
@staff_required
def report_file(name, file_format):
    body = exports.render(name, file_format, *_period())
    return Response(body, mimetype=exports.FORMATS[file_format])


@bp.post("/reports/<name>/export")
@staff_required
def export(name):
    file_format = Fields.from_request().text("format", required=False, default="csv")
    job = exports.request_export(name, file_format, current_user.id)
    return redirect(url_for("reporting.export_show", job_id=job.id))


@bp.get("/reports/exports/<int:job_id>")
@staff_required
def export_show(job_id):
    job = ExportJob.by_id(job_id)
    return Response(job.body, mimetype=exports.FORMATS[job.file_format])


@bp.get("/account/spending")
@login_required
def spending():
    """What the current user has spent; beside the other account pages."""
    from webnet.orders.history import spent_by

    return render_template("reporting/spending.html", cents=spent_by(current_user.id))


@api_bp.get("")
@staff_required
def report_list():
    return jsonify(report_titles())


@api_bp.get("/summary")
@staff_required
def summary():
    found = sales.summary()
    return jsonify(
        {
            "orders": found.orders,
            "revenue": money_json(found.revenue_cents),
            "refunded": money_json(found.refunded_cents),
            "average": money_json(found.average_cents),
        }
    )


@api_bp.get("/<name>")
@staff_required
def report_json(name):
    table = find_report(name).build(*_period())
    return jsonify({"name": name, "headers": table.headers, "rows": table.rows})
