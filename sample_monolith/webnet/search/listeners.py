"""Keeps the index up to date."""

from webnet.events import listens_to
from webnet.extensions import db
from webnet.search import index


@listens_to("product.changed")
def reindex_product(product, **_):
    index.put_product(product)
    db.session.commit()


@listens_to("order.placed")
def prefer_what_sells(order, **_):
    for line in order.lines:
        index.boost("product", line.product.sku, line.quantity)
    db.session.commit()


@listens_to("post.published")
def index_post(post, **_):
    index.put_post(post)
    db.session.commit()


@listens_to("page.published")
def index_page(page, **_):
    index.put_page(page)
    db.session.commit()


@listens_to("page.hidden")
def drop_page(page, **_):
    index.drop("page", page.slug)
    db.session.commit()
