"""Collecting money for invoices, and giving it back."""

from dataclasses import dataclass

from webnet.billing.models import Payment, Refund
from webnet.billing.providers import AlreadyPaid, PaymentDeclined, RefundTooLarge, get_provider
from webnet.errors import Invalid, NotFound
from webnet.events import emit, listens_to
from webnet.extensions import celery, db
from webnet.models import Invoice
from webnet.orders.models import OrderEvent
from webnet.utils import random_code, utcnow


@dataclass(frozen=True)
class PaymentReceipt:
    """The answer to a charge."""

    reference: str
    status: str
    amount_cents: int


def charge(invoice_number: str, provider: str, details: dict[str, str]) -> PaymentReceipt:
    """Pay an invoice in full.

    Raises ``PaymentError``; its attributes ``retryable`` and ``decline_code``
    tell the caller how to go on.
    """
    invoice = Invoice.require_by(number=invoice_number)
    if invoice.status in {"paid", "refunded"}:
        raise AlreadyPaid("this invoice was paid already", number=invoice.number)
    if invoice.status == "void":
        raise NotFound("this invoice is void")
    gateway = get_provider(provider)
    try:
        gateway.capture(invoice.amount_cents, details)
    except PaymentDeclined:
        _record(invoice, provider, "declined")
        db.session.commit()
        raise
    payment = _record(invoice, provider, "captured")
    settle(invoice)
    db.session.commit()
    emit("invoice.paid", invoice=invoice, payment=payment)
    return PaymentReceipt(payment.reference, payment.status, payment.amount_cents)


def _record(invoice: Invoice, provider: str, status: str) -> Payment:
    payment = Payment(
        reference=random_code("P", 10),
        invoice=invoice,
        provider=provider,
        amount_cents=invoice.amount_cents,
        status=status,
    )
    db.session.add(payment)
    return payment


def settle(invoice: Invoice) -> None:
    """The money is there: close the invoice and move the order along."""
    invoice.status = "paid"
    invoice.paid_at = utcnow()
    order = invoice.order
    if order.status in {"placed", "payment_failed"}:
        order.status = "paid"
        db.session.add(OrderEvent(order_id=order.id, status="paid", actor="billing"))


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


@listens_to("order.placed")
def send_invoice(order, **_):
    """Mail the invoice, or close it when there is nothing to pay."""
    invoice = order.invoice
    if invoice.amount_cents == 0:
        settle(invoice)
        db.session.commit()
        return
    celery.send_task(
        "webnet.notifications.tasks.send_mail",
        kwargs={
            "user_id": invoice.user_id,
            "template": "invoice",
            "context": {
                "number": invoice.number,
                "amount_cents": invoice.amount_cents,
                "due_on": invoice.due_on.isoformat(),
            },
        },
    )


@listens_to("order.cancelled")
def give_up_invoice(order, reason="", **_):
    """Void an open invoice, refund a paid one."""
    invoice = order.invoice
    if invoice is None:
        return
    if invoice.status == "paid":
        refund_order(invoice, reason or "order cancelled")
    else:
        invoice.status = "void"
        db.session.commit()
