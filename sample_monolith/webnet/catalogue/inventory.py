"""How many pieces there are."""

from webnet.catalogue.models import StockLevel, StockMovement
from webnet.errors import Conflict, Invalid
from webnet.events import emit, listens_to
from webnet.extensions import db
from webnet.models import Product


class OutOfStock(Conflict):
    """Fewer pieces than wanted; callers offer what is left."""

    code = "out_of_stock"

    def __init__(self, sku: str, wanted: int, available: int):
        super().__init__(f"only {available} of {sku} left", sku=sku, available=available)
        self.sku = sku
        self.wanted = wanted
        self.available = available


def level_of(product: Product) -> StockLevel:
    if product.stock is None:
        product.stock = StockLevel(quantity=0)
        db.session.flush()
    return product.stock


def require(product: Product, quantity: int) -> None:
    """Raise ``OutOfStock`` unless that many pieces are there."""
    available = level_of(product).quantity
    if available < quantity:
        raise OutOfStock(product.sku, quantity, available)


def adjust(product: Product, change: int, reason: str, reference: str = "") -> int:
    """Book a movement and return the new level."""
    level = level_of(product)
    if level.quantity + change < 0:
        raise Invalid("the stock cannot be negative", available=level.quantity)
    was_low = level.quantity <= level.reorder_at
    level.quantity += change
    db.session.add(
        StockMovement(product_id=product.id, change=change, reason=reason, reference=reference)
    )
    db.session.commit()
    if level.quantity <= level.reorder_at and not was_low:
        emit("stock.low", product=product, quantity=level.quantity)
    return level.quantity


def low_stock() -> list[tuple[str, str, int, int]]:
    """SKU, name, level and reorder level of what should be ordered."""
    query = (
        db.select(Product.sku, Product.name, StockLevel.quantity, StockLevel.reorder_at)
        .join(StockLevel, StockLevel.product_id == Product.id)
        .where(StockLevel.quantity <= StockLevel.reorder_at, Product.is_active)
        .order_by(StockLevel.quantity, Product.sku)
    )
    return [tuple(row) for row in db.session.execute(query)]


@listens_to("order.cancelled")
def put_back(order, **_):
    """A cancelled order gives its pieces back."""
    for line in order.lines:
        level_of(line.product).quantity += line.quantity
        db.session.add(
            StockMovement(
                product_id=line.product_id,
                change=line.quantity,
                reason="cancelled",
                reference=order.number,
            )
        )
    db.session.commit()


def reserve_for_visitor(product: Product, minutes: int = 15) -> None:
    """Hold one piece back while somebody fills in the checkout form."""
    level = level_of(product)
    if level.quantity > 0:
        level.quantity -= 1
        db.session.add(
            StockMovement(
                product_id=product.id,
                change=-1,
                reason="reserved",
                reference=f"{minutes}m",
            )
        )
