"""Answering queries, and learning from them."""

from dataclasses import dataclass

from webnet.context import current_user
from webnet.extensions import db
from webnet.search.index import terms_of
from webnet.search.models import SearchDocument, SearchQuery, SearchTerm


@dataclass(frozen=True)
class Hit:
    kind: str
    ref: str
    title: str
    summary: str
    url: str
    score: int


def search(text: str, kind: str = "", limit: int = 20) -> list[Hit]:
    """Documents that hold every word, the best first."""
    wanted = sorted(set(terms_of(text)))
    if not wanted:
        return []
    score = db.func.sum(SearchTerm.weight) + SearchDocument.boost
    query = (
        db.select(SearchDocument, score.label("score"))
        .join(SearchTerm, SearchTerm.document_id == SearchDocument.id)
        .where(SearchTerm.term.in_(wanted))
        .group_by(SearchDocument.id)
        .having(db.func.count(SearchTerm.id) == len(wanted))
        .order_by(score.desc(), SearchDocument.ref)
        .limit(limit)
    )
    if kind:
        query = query.where(SearchDocument.kind == kind)
    return [
        Hit(doc.kind, doc.ref, doc.title, doc.summary, doc.url, int(points))
        for doc, points in db.session.execute(query)
    ]


def remember(text: str, results: int) -> None:
    """Keep what people ask for."""
    normal = " ".join(text.lower().split())[:120]
    if normal:
        user_id = current_user.id if current_user else None
        db.session.add(SearchQuery(text=normal, results=results, user_id=user_id))
        db.session.commit()


def with_prices(hits: list[Hit]) -> list[dict]:
    """Hits as the page shows them: products with their present price."""
    from webnet.catalogue.pricing import price_for
    from webnet.errors import NotFound

    shown = []
    for hit in hits:
        price = None
        if hit.kind == "product":
            try:
                price = price_for(hit.ref).unit_cents
            except NotFound:
                continue
        shown.append({"hit": hit, "price_cents": price})
    return shown


def popular(limit: int = 10) -> list[tuple[str, int]]:
    query = db.select(SearchQuery.text, db.func.count().label("asked"))
    query = query.group_by(SearchQuery.text)
    query = query.order_by(db.desc("asked"), SearchQuery.text).limit(limit)
    return [tuple(row) for row in db.session.execute(query)]
