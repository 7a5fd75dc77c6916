"""Writing the index."""

import re
from collections import Counter

import snowballstemmer

from webnet.extensions import db
from webnet.models import Page, Product
from webnet.search.models import SearchDocument, SearchTerm

WORD = re.compile(r"[a-z0-9äöüß]+")
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "for",
        "from",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    ]
)
TITLE_WEIGHT = 5

_stemmer = snowballstemmer.stemmer("english")


def terms_of(text: str) -> list[str]:
    """Words without endings and without those that mean nothing."""
    words = [word for word in WORD.findall(text.lower()) if word not in STOP_WORDS]
    return [stem[:60] for stem in _stemmer.stemWords(words)]


def put(kind: str, ref: str, title: str, text: str, url: str) -> SearchDocument:
    """Add or replace one document; the caller commits."""
    document = find(kind, ref)
    if document is None:
        document = SearchDocument(kind=kind, ref=ref, boost=0)
        db.session.add(document)
    document.title, document.url, document.summary = title, url, text[:200]
    weights = Counter(terms_of(text))
    for term in terms_of(title):
        weights[term] += TITLE_WEIGHT
    document.terms = [
        SearchTerm(term=term, weight=weight) for term, weight in sorted(weights.items())
    ]
    return document


def find(kind: str, ref: str) -> SearchDocument | None:
    return SearchDocument.query.filter_by(kind=kind, ref=ref).first()


def drop(kind: str, ref: str) -> None:
    document = find(kind, ref)
    if document is not None:
        db.session.delete(document)


def boost(kind: str, ref: str, points: int) -> None:
    document = find(kind, ref)
    if document is not None:
        document.boost += points


def put_product(product: Product) -> None:
    if not product.is_active:
        drop("product", product.sku)
        return
    text = " ".join([product.description, *(c.name for c in product.categories)])
    url = f"/products/{product.slug}"
    put("product", product.sku, f"{product.name} {product.sku}", text, url)


def put_page(page: Page) -> None:
    put("page", page.slug, page.title, page.body, f"/pages/{page.slug}")


def put_post(post) -> None:
    text = f"{post.body} {post.tags.replace(',', ' ')}"
    put("post", post.slug, post.title, text, f"/blog/{post.slug}")


def size() -> dict[str, int]:
    rows = db.session.execute(
        db.select(SearchDocument.kind, db.func.count()).group_by(SearchDocument.kind)
    )
    return {kind: count for kind, count in rows}
