"""Finding, creating and changing products."""

from slugify import slugify

from webnet.catalogue import pricing
from webnet.catalogue.models import StockLevel
from webnet.errors import Conflict, Invalid, NotFound
from webnet.events import emit
from webnet.extensions import db
from webnet.models import Category, Product
from webnet.utils import Paged, paginate, truncate, unique_slug

SORT_ORDERS = {
    "newest": (Product.created_at.desc(), Product.id.desc()),
    "name": (Product.name, Product.id),
    "price": (Product.price_cents, Product.id),
    "-price": (Product.price_cents.desc(), Product.id),
}


def find_by_sku(sku: str) -> Product:
    product = Product.first_by(sku=sku)
    if product is None:
        raise NotFound(f"there is no product {sku}", sku=sku)
    return product


def find_visible(slug: str) -> Product:
    product = Product.first_by(slug=slug)
    if product is None or not product.is_active:
        raise NotFound("this product is not available")
    return product


def visible_products(
    category_ids: list[int] | None = None,
    sort: str = "newest",
    max_cents: int | None = None,
    in_stock: bool = False,
) -> Paged:
    """One page of products; unknown sort orders fall back to the newest first."""
    query = db.select(Product).where(Product.is_active)
    if category_ids is not None:
        query = query.where(Product.categories.any(Category.id.in_(category_ids)))
    if max_cents is not None:
        query = query.where(Product.price_cents <= max_cents)
    if in_stock:
        query = query.where(Product.stock.has(StockLevel.quantity > 0))
    order = SORT_ORDERS.get(sort, SORT_ORDERS["newest"])
    return paginate(query.order_by(*order))


def create_product(values: dict) -> Product:
    """Create a product with an empty stock."""
    if Product.first_by(sku=values["sku"]):
        raise Conflict("this SKU is used already", sku=values["sku"])
    product = Product(
        sku=values["sku"],
        name=values["name"],
        slug=unique_slug(Product, slugify(values["name"], max_length=110)),
        description=values.get("description", ""),
        price_cents=values["price_cents"],
        weight_grams=values.get("weight_grams", 500),
    )
    product.categories = _categories(values.get("categories", []))
    product.stock = StockLevel(quantity=0)
    db.session.add(product)
    db.session.commit()
    _changed(product)
    return product


def update_product(product: Product, values: dict) -> Product:
    for name in ("name", "description", "price_cents", "weight_grams", "is_active"):
        if name in values:
            setattr(product, name, values[name])
    if "categories" in values:
        product.categories = _categories(values["categories"])
    if product.price_cents <= 0:
        db.session.rollback()
        raise Invalid("a price must be positive", field="price")
    db.session.commit()
    _changed(product)
    return product


def _changed(product: Product) -> None:
    from webnet.catalogue.categories import category_tree

    category_tree.forget()
    emit("product.changed", product=product)


def _categories(slugs: list[str]) -> list[Category]:
    return [Category.require_by(slug=slug) for slug in slugs]


def product_card(product: Product) -> dict:
    """What lists show of a product."""
    return {
        "sku": product.sku,
        "name": product.name,
        "slug": product.slug,
        "summary": truncate(product.description, 90),
        "price_cents": product.price_cents,
        "price_label": pricing.price_label(product),
        "available": product.available,
    }
