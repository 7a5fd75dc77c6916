"""Baskets, and the story of an order."""

from sqlalchemy.orm import relationship

from webnet.extensions import db
from webnet.utils import utcnow


class Cart(db.Model):
    __tablename__ = "carts"

    id = db.Column(db.Integer, primary_key=True)
    token = db.Column(db.String(40), unique=True, nullable=False)
    user_id = db.Column(db.ForeignKey("users.id"), index=True)
    coupon_code = db.Column(db.String(40), default="", nullable=False)
    updated_at = db.Column(db.DateTime, default=utcnow, onupdate=utcnow, nullable=False)

    items = relationship(
        "CartItem",
        back_populates="cart",
        order_by="CartItem.id",
        cascade="all, delete-orphan",
    )

    @property
    def size(self) -> int:
        return sum(item.quantity for item in self.items)


class CartItem(db.Model):
    __tablename__ = "cart_items"
    __table_args__ = (db.UniqueConstraint("cart_id", "product_id"),)

    id = db.Column(db.Integer, primary_key=True)
    cart_id = db.Column(db.ForeignKey("carts.id"), nullable=False)
    product_id = db.Column(db.ForeignKey("products.id"), nullable=False)
    quantity = db.Column(db.Integer, default=1, nullable=False)

    cart = relationship("Cart", back_populates="items")
    product = relationship("Product")


class OrderEvent(db.Model):
    __tablename__ = "order_events"

    id = db.Column(db.Integer, primary_key=True)
    order_id = db.Column(db.ForeignKey("orders.id"), nullable=False, index=True)
    status = db.Column(db.String(20), nullable=False)
    note = db.Column(db.String(200), default="", nullable=False)
    actor = db.Column(db.String(60), default="", nullable=False)
    happened_at = db.Column(db.DateTime, default=utcnow, nullable=False)

    order = relationship("Order", back_populates="history")
