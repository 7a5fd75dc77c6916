"""Giving money back."""

from webnet.billing.errors import RefundTooLarge
from webnet.billing.models import Payment, Refund
from webnet.billing.providers import get_provider
from webnet.errors import Invalid, NotFound
from webnet.events import emit
from webnet.extensions import db
from webnet.models import Invoice
from webnet.utils import Paged, paginate


def find_payment(reference: str) -> Payment:
    payment = db.session.execute(
        db.select(Payment).filter_by(reference=reference)
    ).scalar_one_or_none()
    if payment is None:
        raise NotFound("this payment does not exist")
    return payment


def refund(payment: Payment, amount_cents: int, reason: str) -> Refund:
    """Give back a part of a payment, or the rest of it."""
    if amount_cents <= 0:
        raise Invalid("a refund must be positive", field="amount")
    left = payment.refundable_cents
    if amount_cents > left:
        raise RefundTooLarge(amount_cents, left)
    get_provider(payment.provider).refund(payment.reference, amount_cents)
    entry = Refund(amount_cents=amount_cents, reason=reason)
    payment.refunds.append(entry)
    if amount_cents == left:
        payment.status = "refunded"
        payment.invoice.status = "refunded"
    db.session.commit()
    emit("refund.issued", refund=entry, invoice=payment.invoice)
    return entry


def refund_order(invoice: Invoice, reason: str) -> int:
    """Give back whatever is left of the payments of an invoice."""
    total = 0
    for payment in list(invoice.payments):
        left = payment.refundable_cents
        if left:
            refund(payment, left, reason)
            total += left
    return total


def refund_list() -> Paged:
    return paginate(db.select(Refund).order_by(Refund.id.desc()), per_page=50)


def refunded_total(invoice: Invoice) -> int:
    return sum(entry.amount_cents for payment in invoice.payments for entry in payment.refunds)
