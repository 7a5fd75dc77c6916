"""Invoices, payments and refunds for machines."""

from flask import Blueprint, jsonify, request

from webnet.api.helpers import created, listing, money_json, stamp
from webnet.billing import invoices, payments, providers, refunds
from webnet.billing.views import read_details
from webnet.context import current_user
from webnet.decorators import audited, login_required, staff_required
from webnet.forms import Fields

bp = Blueprint("billing_api", __name__)


def invoice_json(invoice) -> dict:
    return {
        "number": invoice.number,
        "order": invoice.order.number,
        "status": invoice.status,
        "amount": money_json(invoice.amount_cents),
        "due_on": invoice.due_on.isoformat(),
        "paid_at": stamp(invoice.paid_at),
        "reminders": invoice.reminders,
    }


@bp.get("/providers")
def provider_list():
    return jsonify(providers.provider_labels())


@bp.get("/invoices")
@login_required
def invoice_list():
    return listing(invoices.my_invoices(request.args.get("status")), invoice_json)


@bp.get("/invoices/<number>")
@login_required
def invoice(number):
    found = invoices.find_mine(number)
    body = invoice_json(found)
    body["lines"] = [
        {"text": line.text, "amount": money_json(line.amount_cents)} for line in found.lines
    ]
    body["payments"] = [
        {
            "reference": payment.reference,
            "provider": payment.provider,
            "status": payment.status,
        }
        for payment in found.payments
    ]
    return jsonify(body)


@bp.get("/balance")
@login_required
def balance():
    return jsonify({"open": money_json(invoices.open_balance(current_user.id))})


@bp.post("/payments")
@login_required
@audited("invoice.pay")
def pay():
    fields = Fields.from_request()
    number, provider = fields.text("invoice"), fields.text("provider")
    details = read_details(fields)
    fields.check()
    found = invoices.find_mine(number)
    receipt = payments.charge(found.number, provider, details)
    return created(
        {
            "reference": receipt.reference,
            "status": receipt.status,
            "amount": money_json(receipt.amount_cents),
        }
    )


@bp.post("/payments/<reference>/refunds")
@staff_required
@audited("payment.refund")
def refund(reference):
    fields = Fields.from_request()
    amount = fields.money("amount")
    reason = fields.text("reason", required=False, max_length=200)
    fields.check()
    entry = refunds.refund(refunds.find_payment(reference), amount, reason)
    return created({"amount": money_json(entry.amount_cents), "reason": entry.reason})


@bp.post("/runs/overdue")
@staff_required
@audited("invoice.run")
def run_overdue():
    """Start the nightly run by hand."""
    from webnet.jobs.invoice_runs import remind_overdue

    reminded = remind_overdue.apply().get()
    return jsonify({"reminded": reminded})
