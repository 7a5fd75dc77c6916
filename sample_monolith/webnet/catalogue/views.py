"""The shop window."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for

from webnet.catalogue import categories, pricing, products, reviews
from webnet.context import current_user
from webnet.decorators import login_required
from webnet.forms import Fields
from webnet.models import Category

bp = Blueprint("catalogue", __name__)


def _listing(category_ids=None):
    raw = request.args.get("max", "")
    return products.visible_products(
        category_ids=category_ids,
        sort=request.args.get("sort", "newest"),
        max_cents=int(raw) * 100 if raw.isdigit() else None,
        in_stock="in_stock" in request.args,
    )


@bp.get("/")
def home():
    return render_template(
        "catalogue/home.html",
        tree=categories.category_tree(),
        cards=[products.product_card(product) for product in _listing().items],
    )


@bp.get("/products/")
def product_list():
    paged = _listing()
    return render_template(
        "catalogue/products.html",
        title="All products",
        trail=[],
        paged=paged,
        cards=[products.product_card(product) for product in paged.items],
        sort_orders=products.SORT_ORDERS,
    )


@bp.get("/products/<slug>")
def product(slug):
    found = products.find_visible(slug)
    stars, votes = reviews.rating(found.id)
    may_review = bool(current_user) and reviews.has_bought(current_user.id, found.id)
    return render_template(
        "catalogue/product.html",
        product=found,
        steps=[
            (step, pricing.unit_price(found.price_cents, step))
            for step, _ in reversed(pricing.QUANTITY_STEPS)
        ],
        stars=stars,
        votes=votes,
        reviews=reviews.reviews_of(found),
        may_review=may_review,
    )


@bp.post("/products/<slug>/reviews")
@login_required
def review_add(slug):
    found = products.find_visible(slug)
    fields = Fields.from_request()
    stars = fields.integer("stars", minimum=1, maximum=5)
    text = fields.text("text", required=False, max_length=2000)
    fields.check()
    reviews.add_review(found, stars, text)
    flash("Thank you for your review.")
    return redirect(url_for("catalogue.product", slug=slug))


@bp.get("/categories/")
def category_list():
    return render_template("catalogue/categories.html", tree=categories.category_tree())


@bp.get("/categories/<slug>")
def category(slug):
    found = Category.require_by(slug=slug)
    paged = _listing(categories.branch_ids(found))
    return render_template(
        "catalogue/products.html",
        title=found.name,
        trail=categories.breadcrumbs(found),
        paged=paged,
        cards=[products.product_card(product) for product in paged.items],
        sort_orders=products.SORT_ORDERS,
    )


@bp.get("/api/categories")
def category_tree():
    return jsonify({"items": categories.category_tree()})
