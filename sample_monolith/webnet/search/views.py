"""The search page, its suggestions, and both for machines."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for

from webnet.decorators import audited, staff_required
from webnet.search import index, queries

bp = Blueprint("search", __name__)
api_bp = Blueprint("search_api", __name__)


@bp.get("/search")
def search():
    text = request.args.get("q", "")
    hits = queries.search(text, request.args.get("kind", ""))
    queries.remember(text, len(hits))
    return render_template("search/search.html", text=text, hits=queries.with_prices(hits))


@bp.get("/products/suggest.json")
def product_suggest():
    """Under /products for the search box of the product pages."""
    hits = queries.search(request.args.get("q", ""), kind="product", limit=5)
    return jsonify([{"title": hit.title, "url": hit.url} for hit in hits])


@bp.get("/admin/search/")
@staff_required
def admin():
    return render_template(
        "search/admin.html",
        size=index.size(),
        popular=queries.popular(),
    )


@bp.post("/admin/search/reindex")
@staff_required
@audited("search.reindex")
def reindex():
    from webnet.jobs.reindex import reindex_everything

    reindex_everything.delay()
    flash("The index is being written.")
    return redirect(url_for("search.admin"))


@api_bp.get("")
def search_json():
    text = request.args.get("q", "")
    hits = queries.search(text, request.args.get("kind", ""))
    queries.remember(text, len(hits))
    return jsonify(
        {
            "query": text,
            "items": [{"kind": h.kind, "ref": h.ref, "title": h.title, "url": h.url} for h in hits],
        }
    )
