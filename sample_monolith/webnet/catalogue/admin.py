"""Pages for the people who look after the assortment."""

from flask import Blueprint, flash, redirect, render_template, url_for

from webnet.catalogue import categories, inventory, pricing, products
from webnet.catalogue.models import DiscountRule
from webnet.decorators import audited, staff_required
from webnet.extensions import db
from webnet.forms import Fields
from webnet.models import Category, Product
from webnet.utils import paginate

bp = Blueprint("catalogue_admin", __name__, url_prefix="/admin/catalogue")


def read_product(fields: Fields, partial: bool = False) -> dict:
    """The values of a product form; ``partial`` accepts missing ones."""
    values: dict = {}
    if fields.has("name") or not partial:
        values["name"] = fields.text("name", max_length=120)
    if fields.has("price") or not partial:
        values["price_cents"] = fields.money("price")
    if fields.has("weight_grams"):
        values["weight_grams"] = fields.integer("weight_grams", minimum=1)
    if "description" in fields.values:
        values["description"] = fields.text("description", required=False, max_length=10_000)
    if "categories" in fields.values:
        raw = fields.values["categories"]
        slugs = raw if isinstance(raw, list) else str(raw).split(",")
        values["categories"] = [slug.strip() for slug in slugs if slug.strip()]
    if "is_active" in fields.values:
        values["is_active"] = fields.flag("is_active")
    if not partial:
        values["sku"] = fields.text("sku", max_length=40).upper()
    fields.check()
    return values


@bp.get("/")
@staff_required
def index():
    query = db.select(Product).order_by(Product.sku)
    return render_template(
        "catalogue/admin.html",
        paged=paginate(query, per_page=50),
        low=inventory.low_stock(),
        rules=DiscountRule.query.order_by(DiscountRule.id).all(),
    )


@bp.post("/products")
@staff_required
@audited("product.create")
def product_create():
    product = products.create_product(read_product(Fields.from_request()))
    flash(f"{product.name} was added.")
    return redirect(url_for("catalogue.product", slug=product.slug))


@bp.post("/categories")
@staff_required
@audited("category.create")
def category_create():
    fields = Fields.from_request()
    name = fields.text("name", max_length=80)
    parent = fields.text("parent", required=False)
    position = fields.integer("position", required=False)
    fields.check()
    category = categories.create_category(name, parent, position)
    return redirect(url_for("catalogue.category", slug=category.slug))


@bp.post("/discounts")
@staff_required
@audited("discount.create")
def discount_create():
    fields = Fields.from_request()
    values = {
        "name": fields.text("name", max_length=80),
        "code": fields.text("code", required=False, max_length=40),
        "percent": fields.integer("percent", required=False, minimum=0, maximum=90),
        "amount_cents": fields.money("amount", required=False),
        "minimum_cents": fields.money("minimum", required=False),
    }
    slug = fields.text("category", required=False)
    fields.check()
    if slug:
        values["category_id"] = Category.require_by(slug=slug).id
    pricing.create_rule(**values)
    flash("The discount is active.")
    return redirect(url_for("catalogue_admin.index"))
