"""The first tables of the application; newer ones live with their domain."""

from sqlalchemy.orm import relationship

from webnet.base import LookupMixin
from webnet.extensions import db
from webnet.utils import utcnow

product_categories = db.Table(
    "product_categories",
    db.Column("product_id", db.ForeignKey("products.id"), primary_key=True),
    db.Column("category_id", db.ForeignKey("categories.id"), primary_key=True),
)


class User(LookupMixin, db.Model):
    __tablename__ = "users"

    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(40), unique=True, nullable=False)
    email = db.Column(db.String(255), unique=True, nullable=False)
    password_hash = db.Column(db.String(255), nullable=False)
    is_staff = db.Column(db.Boolean, default=False, nullable=False)
    is_active = db.Column(db.Boolean, default=True, nullable=False)
    token_version = db.Column(db.Integer, default=1, nullable=False)
    created_at = db.Column(db.DateTime, default=utcnow, nullable=False)
    last_login_at = db.Column(db.DateTime)

    profile = relationship("Profile", back_populates="user", uselist=False)
    addresses = relationship("Address", back_populates="user")
    orders = relationship("Order", back_populates="user")

    def __str__(self):
        return self.username


class LoginSession(db.Model):
    __tablename__ = "login_sessions"

    id = db.Column(db.Integer, primary_key=True)
    key = db.Column(db.String(64), unique=True, nullable=False)
    user_id = db.Column(db.ForeignKey("users.id"), nullable=False, index=True)
    user_agent = db.Column(db.String(255), default="", nullable=False)
    created_at = db.Column(db.DateTime, default=utcnow, nullable=False)
    revoked_at = db.Column(db.DateTime)

    user = relationship("User")


class Category(LookupMixin, db.Model):
    __tablename__ = "categories"

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), nullable=False)
    slug = db.Column(db.String(80), unique=True, nullable=False)
    parent_id = db.Column(db.ForeignKey("categories.id"))
    position = db.Column(db.Integer, default=0, nullable=False)

    parent = relationship("Category", remote_side=[id], backref="children")
    products = relationship("Product", secondary=product_categories, back_populates="categories")


class Product(LookupMixin, db.Model):
    __tablename__ = "products"

    id = db.Column(db.Integer, primary_key=True)
    sku = db.Column(db.String(40), unique=True, nullable=False)
    name = db.Column(db.String(120), nullable=False)
    slug = db.Column(db.String(120), unique=True, nullable=False)
    description = db.Column(db.Text, default="", nullable=False)
    price_cents = db.Column(db.Integer, nullable=False)
    weight_grams = db.Column(db.Integer, default=500, nullable=False)
    is_active = db.Column(db.Boolean, default=True, nullable=False)
    created_at = db.Column(db.DateTime, default=utcnow, nullable=False)
    updated_at = db.Column(db.DateTime, default=utcnow, onupdate=utcnow, nullable=False)

    categories = relationship("Category", secondary=product_categories, back_populates="products")
    stock = relationship("StockLevel", back_populates="product", uselist=False)
    reviews = relationship("Review", back_populates="product")

    @property
    def available(self) -> int:
        return self.stock.quantity if self.stock else 0


class Order(LookupMixin, db.Model):
    __tablename__ = "orders"

    id = db.Column(db.Integer, primary_key=True)
    number = db.Column(db.String(20), unique=True, nullable=False)
    user_id = db.Column(db.ForeignKey("users.id"), nullable=False, index=True)
    status = db.Column(db.String(20), default="placed", nullable=False)
    ship_to = db.Column(db.Text, default="", nullable=False)
    ship_country = db.Column(db.String(2), default="DE", nullable=False)
    shipping_method = db.Column(db.String(20), default="standard", nullable=False)
    subtotal_cents = db.Column(db.Integer, default=0, nullable=False)
    discount_cents = db.Column(db.Integer, default=0, nullable=False)
    shipping_cents = db.Column(db.Integer, default=0, nullable=False)
    tax_cents = db.Column(db.Integer, default=0, nullable=False)
    total_cents = db.Column(db.Integer, default=0, nullable=False)
    coupon_code = db.Column(db.String(40), default="", nullable=False)
    placed_at = db.Column(db.DateTime, default=utcnow, nullable=False)

    user = relationship("User", back_populates="orders")
    lines = relationship("OrderLine", back_populates="order", order_by="OrderLine.id")
    invoice = relationship("Invoice", back_populates="order", uselist=False)
    shipments = relationship("Shipment", back_populates="order")
    history = relationship("OrderEvent", back_populates="order", order_by="OrderEvent.id")


class OrderLine(db.Model):
    __tablename__ = "order_lines"

    id = db.Column(db.Integer, primary_key=True)
    order_id = db.Column(db.ForeignKey("orders.id"), nullable=False, index=True)
    product_id = db.Column(db.ForeignKey("products.id"), nullable=False)
    name = db.Column(db.String(120), nullable=False)
    quantity = db.Column(db.Integer, nullable=False)
    unit_cents = db.Column(db.Integer, nullable=False)

    order = relationship("Order", back_populates="lines")
    product = relationship("Product")

    @property
    def total_cents(self) -> int:
        return self.quantity * self.unit_cents


class Invoice(LookupMixin, db.Model):
    __tablename__ = "invoices"

    id = db.Column(db.Integer, primary_key=True)
    number = db.Column(db.String(20), unique=True, nullable=False)
    order_id = db.Column(db.ForeignKey("orders.id"), unique=True, nullable=False)
    user_id = db.Column(db.ForeignKey("users.id"), nullable=False, index=True)
    status = db.Column(db.String(20), default="open", nullable=False)
    amount_cents = db.Column(db.Integer, nullable=False)
    reminders = db.Column(db.Integer, default=0, nullable=False)
    issued_at = db.Column(db.DateTime, default=utcnow, nullable=False)
    due_on = db.Column(db.Date, nullable=False)
    paid_at = db.Column(db.DateTime)

    order = relationship("Order", back_populates="invoice")
    user = relationship("User")
    lines = relationship("InvoiceLine", back_populates="invoice")
    payments = relationship("Payment", back_populates="invoice")


class Page(LookupMixin, db.Model):
    __tablename__ = "pages"

    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(120), nullable=False)
    slug = db.Column(db.String(120), unique=True, nullable=False)
    body = db.Column(db.Text, default="", nullable=False)
    is_published = db.Column(db.Boolean, default=False, nullable=False)
    category_id = db.Column(db.ForeignKey("categories.id"))
    author_id = db.Column(db.ForeignKey("users.id"), nullable=False)
    updated_at = db.Column(db.DateTime, default=utcnow, onupdate=utcnow, nullable=False)

    author = relationship("User")
    category = relationship("Category")


class Message(LookupMixin, db.Model):
    __tablename__ = "messages"

    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.ForeignKey("users.id"), nullable=False, index=True)
    kind = db.Column(db.String(30), default="info", nullable=False)
    subject = db.Column(db.String(160), nullable=False)
    body = db.Column(db.Text, default="", nullable=False)
    is_read = db.Column(db.Boolean, default=False, nullable=False)
    created_at = db.Column(db.DateTime, default=utcnow, nullable=False)

    user = relationship("User")
