"""Money that came in, and money that went back."""

from sqlalchemy.orm import relationship

from webnet.extensions import db
from webnet.utils import utcnow


class InvoiceLine(db.Model):
    __tablename__ = "invoice_lines"

    id = db.Column(db.Integer, primary_key=True)
    invoice_id = db.Column(db.ForeignKey("invoices.id"), nullable=False, index=True)
    text = db.Column(db.String(160), nullable=False)
    amount_cents = db.Column(db.Integer, nullable=False)

    invoice = relationship("Invoice", back_populates="lines")


class Payment(db.Model):
    __tablename__ = "payments"

    id = db.Column(db.Integer, primary_key=True)
    reference = db.Column(db.String(30), unique=True, nullable=False)
    invoice_id = db.Column(db.ForeignKey("invoices.id"), nullable=False, index=True)
    provider = db.Column(db.String(20), nullable=False)
    amount_cents = db.Column(db.Integer, nullable=False)
    status = db.Column(db.String(20), default="captured", nullable=False)
    created_at = db.Column(db.DateTime, default=utcnow, nullable=False)

    invoice = relationship("Invoice", back_populates="payments")
    refunds = relationship("Refund", back_populates="payment")

    @property
    def refundable_cents(self) -> int:
        if self.status not in {"captured", "refunded"}:
            return 0
        return self.amount_cents - sum(refund.amount_cents for refund in self.refunds)


class Refund(db.Model):
    __tablename__ = "refunds"

    id = db.Column(db.Integer, primary_key=True)
    payment_id = db.Column(db.ForeignKey("payments.id"), nullable=False, index=True)
    amount_cents = db.Column(db.Integer, nullable=False)
    reason = db.Column(db.String(200), default="", nullable=False)
    created_at = db.Column(db.DateTime, default=utcnow, nullable=False)

    payment = relationship("Payment", back_populates="refunds")
