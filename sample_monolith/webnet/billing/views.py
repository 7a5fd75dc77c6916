"""Invoices and payment pages, and the same for machines."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for

from webnet.api.helpers import created, listing, money_json, stamp
from webnet.billing import invoices, payments, providers
from webnet.billing.providers import PaymentError
from webnet.context import current_user
from webnet.decorators import audited, login_required, staff_required
from webnet.forms import Fields

bp = Blueprint("billing", __name__)
api_bp = Blueprint("billing_api", __name__)


def read_details(fields: Fields) -> dict[str, str]:
    names = ("card_number", "voucher")
    return {name: fields.text(name, required=False) for name in names}


@bp.get("/account/invoices")
@login_required
def invoice_list():
    return render_template(
        "billing/invoices.html",
        paged=invoices.my_invoices(request.args.get("status")),
        balance=invoices.open_balance(current_user.id),
    )


@bp.get("/account/invoices/<number>")
@login_required
def invoice(number):
    found = invoices.find_mine(number)
    return render_template(
        "billing/invoice.html",
        invoice=found,
        heading=invoices.invoice_heading(found),
    )


@bp.get("/billing/pay/<number>")
@login_required
def pay(number):
    return render_template(
        "billing/pay.html",
        invoice=invoices.find_mine(number),
        providers=providers.provider_labels(),
        problem=None,
    )


@bp.post("/billing/pay/<number>")
@login_required
@audited("invoice.pay")
def pay_submit(number):
    found = invoices.find_mine(number)
    fields = Fields.from_request()
    provider = fields.text("provider")
    details = read_details(fields)
    fields.check()
    try:
        payments.charge(found.number, provider, details)
    except PaymentError as problem:
        page = render_template(
            "billing/pay.html",
            invoice=found,
            providers=providers.provider_labels(),
            problem=problem,
        )
        return page, problem.status_code
    flash("Thank you, the invoice is paid.")
    return redirect(url_for("billing.invoice", number=number))


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


@api_bp.get("/invoices")
@login_required
def invoices_json():
    return listing(invoices.my_invoices(request.args.get("status")), invoice_json)


@api_bp.get("/invoices/<number>")
@login_required
def invoice_details(number):
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


@api_bp.post("/payments")
@login_required
@audited("invoice.pay")
def pay_json():
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


@api_bp.post("/payments/<reference>/refunds")
@staff_required
@audited("payment.refund")
def refund(reference):
    fields = Fields.from_request()
    amount = fields.money("amount")
    reason = fields.text("reason", required=False, max_length=200)
    fields.check()
    entry = payments.refund(payments.find_payment(reference), amount, reason)
    return created({"amount": money_json(entry.amount_cents), "reason": entry.reason})


@api_bp.post("/runs/overdue")
@staff_required
@audited("invoice.run")
def run_overdue():
    """Start the nightly run by hand."""
    from webnet.jobs.invoice_runs import remind_overdue

    reminded = remind_overdue.apply().get()
    return jsonify({"reminded": reminded})
