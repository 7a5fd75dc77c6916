"""Invoices and payment pages."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from webnet.billing import invoices, payments, providers, refunds
from webnet.billing.errors import PaymentError
from webnet.context import current_user
from webnet.decorators import audited, login_required, staff_required
from webnet.forms import Fields
from webnet.utils import format_date, format_money

bp = Blueprint("billing", __name__)


def read_details(fields: Fields) -> dict[str, str]:
    names = ("card_number", "voucher", "account_holder")
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
        refunded=refunds.refunded_total(found),
    )


@bp.get("/account/invoices/<number>.txt")
@login_required
def invoice_text(number):
    found = invoices.find_mine(number)
    rows = [invoices.invoice_heading(found), f"Due {format_date(found.due_on)}", ""]
    rows += [f"{line.text:<40}{format_money(line.amount_cents):>12}" for line in found.lines]
    rows += ["-" * 52, f"{'Total':<40}{format_money(found.amount_cents):>12}", ""]
    return Response("\n".join(rows), mimetype="text/plain")


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
        receipt = payments.charge(found.number, provider, details)
    except PaymentError as problem:
        page = render_template(
            "billing/pay.html",
            invoice=found,
            providers=providers.provider_labels(),
            problem=problem,
        )
        return page, problem.status_code
    if receipt.status == "pending":
        flash(f"Please transfer the money with the reference {receipt.reference}.")
    else:
        flash("Thank you, the invoice is paid.")
    return redirect(url_for("billing.invoice", number=number))


@bp.get("/admin/billing/")
@staff_required
def admin():
    return render_template(
        "billing/admin.html",
        pending=payments.pending_payments(),
        refunds=refunds.refund_list(),
    )


@bp.post("/admin/billing/payments/<reference>/confirm")
@staff_required
@audited("payment.confirm")
def confirm(reference):
    receipt = payments.confirm_transfer(reference)
    flash(f"{format_money(receipt.amount_cents)} arrived.")
    return redirect(url_for("billing.admin"))


@bp.post("/admin/billing/payments/<reference>/refund")
@staff_required
@audited("payment.refund")
def refund(reference):
    fields = Fields.from_request()
    amount = fields.money("amount")
    reason = fields.text("reason", required=False, max_length=200)
    fields.check()
    refunds.refund(refunds.find_payment(reference), amount, reason)
    flash("The refund was issued.")
    return redirect(url_for("billing.admin"))


@bp.post("/admin/billing/invoices/<number>/extend")
@staff_required
@audited("invoice.extend")
def extend(number):
    fields = Fields.from_request()
    days = fields.integer("days", minimum=1, maximum=60)
    fields.check()
    invoices.extend_due_date(invoices.find_mine(number), days)
    return redirect(url_for("billing.invoice", number=number))
