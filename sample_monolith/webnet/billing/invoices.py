"""Invoices, one for each order."""

from dataclasses import dataclass
from datetime import date

from flask import current_app

from webnet.billing.models import InvoiceLine
from webnet.context import current_user
from webnet.errors import NotFound
from webnet.extensions import db
from webnet.models import Invoice, Order
from webnet.utils import Paged, add_working_days, paginate, utcnow


@dataclass(frozen=True)
class InvoiceSummary:
    """An invoice as other parts of the shop show it."""

    number: str
    status: str
    amount_cents: int
    due_on: date


def create_invoice(order: Order) -> Invoice:
    """Add an invoice for a new order; the caller commits."""
    days = current_app.config["INVOICE_DUE_DAYS"]
    invoice = Invoice(
        number=order.number.replace("W", "R", 1),
        order=order,
        user_id=order.user_id,
        amount_cents=order.total_cents,
        due_on=add_working_days(utcnow().date(), days),
    )
    for line in order.lines:
        text = f"{line.quantity} x {line.name}"
        invoice.lines.append(InvoiceLine(text=text, amount_cents=line.total_cents))
    if order.discount_cents:
        invoice.lines.append(InvoiceLine(text="Discount", amount_cents=-order.discount_cents))
    if order.shipping_cents:
        text = f"Shipping ({order.shipping_method})"
        invoice.lines.append(InvoiceLine(text=text, amount_cents=order.shipping_cents))
    db.session.add(invoice)
    return invoice


def invoice_summary(order_id: int) -> InvoiceSummary | None:
    invoice = Invoice.first_by(order_id=order_id)
    if invoice is None:
        return None
    return InvoiceSummary(invoice.number, invoice.status, invoice.amount_cents, invoice.due_on)


def invoice_heading(invoice: Invoice) -> str:
    """First line of the printed invoice."""
    from webnet.orders.checkout import confirmation_text

    return f"Invoice {invoice.number} - {confirmation_text(invoice.order)}"


def my_invoices(status: str | None = None) -> Paged:
    query = db.select(Invoice).filter_by(user_id=current_user.id)
    if status:
        query = query.filter_by(status=status)
    return paginate(query.order_by(Invoice.issued_at.desc(), Invoice.id.desc()))


def find_mine(number: str) -> Invoice:
    """An invoice of the current user; staff may see every one."""
    invoice = Invoice.first_by(number=number)
    if invoice is None:
        raise NotFound("this invoice does not exist")
    if invoice.user_id != current_user.id and not current_user.is_staff:
        raise NotFound("this invoice does not exist")
    return invoice


def overdue(day: date) -> list[Invoice]:
    query = (
        db.select(Invoice)
        .where(Invoice.status == "open", Invoice.due_on < day)
        .order_by(Invoice.due_on, Invoice.id)
    )
    return list(db.session.execute(query).scalars())


def open_balance(user_id: int) -> int:
    """What somebody still has to pay, in cents."""
    total = db.session.execute(
        db.select(db.func.sum(Invoice.amount_cents)).where(
            Invoice.user_id == user_id, Invoice.status.in_(["open", "overdue"])
        )
    ).scalar_one()
    return int(total or 0)
