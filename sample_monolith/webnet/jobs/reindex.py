"""Writes the whole search index again."""

from webnet.content.models import Post
from webnet.extensions import celery, db
from webnet.models import Page, Product
from webnet.search import index
from webnet.search.models import SearchDocument


@celery.task(name="webnet.jobs.reindex.reindex_everything")
def reindex_everything() -> dict[str, int]:
    """Put every visible thing, then drop what is gone."""
    seen = set()
    for product in Product.query.filter_by(is_active=True):
        index.put_product(product)
        seen.add(("product", product.sku))
    for page in Page.query.filter_by(is_published=True):
        index.put_page(page)
        seen.add(("page", page.slug))
    for post in db.session.execute(db.select(Post).where(Post.published_at.is_not(None))).scalars():
        index.put_post(post)
        seen.add(("post", post.slug))
    for document in SearchDocument.query.all():
        if (document.kind, document.ref) not in seen:
            db.session.delete(document)
    db.session.commit()
    return index.size()
