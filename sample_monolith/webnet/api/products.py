"""Products for machines."""

from flask import Blueprint, jsonify, request

from webnet.api.helpers import created, listing, money_json, stamp
from webnet.catalogue import inventory, pricing, products, reviews
from webnet.catalogue.admin import read_product
from webnet.decorators import audited, staff_required
from webnet.errors import Invalid
from webnet.forms import Fields
from webnet.models import Category

bp = Blueprint("products_api", __name__)


def product_json(product) -> dict:
    return {
        "sku": product.sku,
        "name": product.name,
        "slug": product.slug,
        "description": product.description,
        "price": money_json(product.price_cents),
        "weight_grams": product.weight_grams,
        "categories": sorted(category.slug for category in product.categories),
        "available": product.available,
        "is_active": product.is_active,
        "updated_at": stamp(product.updated_at),
    }


@bp.get("")
def index():
    slug = request.args.get("category")
    ids = None
    if slug:
        from webnet.catalogue.categories import branch_ids

        ids = branch_ids(Category.require_by(slug=slug))
    paged = products.visible_products(
        category_ids=ids,
        sort=request.args.get("sort", "newest"),
        in_stock="in_stock" in request.args,
    )
    return listing(paged, product_json)


@bp.get("/<sku>")
def show(sku):
    product = products.find_by_sku(sku)
    body = product_json(product)
    stars, votes = reviews.rating(product.id)
    body["rating"] = {"stars": stars, "votes": votes}
    return jsonify(body)


@bp.post("")
@staff_required
@audited("product.create")
def create():
    product = products.create_product(read_product(Fields.from_request()))
    return created(product_json(product), f"/api/products/{product.sku}")


@bp.patch("/<sku>")
@staff_required
@audited("product.update")
def update(sku):
    product = products.find_by_sku(sku)
    values = read_product(Fields.from_request(), partial=True)
    return jsonify(product_json(products.update_product(product, values)))


@bp.get("/<sku>/price")
def price(sku):
    raw = request.args.get("quantity", "1")
    if not raw.isdigit() or int(raw) < 1:
        raise Invalid("quantity must be a positive number")
    quote = pricing.price_for(sku, int(raw))
    return jsonify(
        {
            "sku": quote.sku,
            "quantity": quote.quantity,
            "list": money_json(quote.list_cents),
            "unit": money_json(quote.unit_cents),
            "total": money_json(quote.total_cents),
        }
    )


@bp.post("/<sku>/stock")
@staff_required
@audited("stock.adjust")
def adjust_stock(sku):
    product = products.find_by_sku(sku)
    fields = Fields.from_request()
    change = fields.integer("change")
    fields.check()
    level = inventory.adjust(product, change, "api")
    return jsonify({"sku": sku, "available": level})


@bp.get("/<sku>/reviews")
def review_list(sku):
    found = reviews.reviews_of(products.find_by_sku(sku))
    for review in found:
        review["created_at"] = stamp(review["created_at"])
    return jsonify({"items": found})
