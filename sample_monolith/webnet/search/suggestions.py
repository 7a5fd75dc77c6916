"""What other people searched for."""

from webnet.extensions import db
from webnet.search.models import SearchDocument, SearchQuery


def suggest(prefix: str, limit: int = 8) -> list[str]:
    """Earlier queries that found something, then titles."""
    prefix = prefix.strip().lower()
    if len(prefix) < 2:
        return []
    asked = db.session.execute(
        db.select(SearchQuery.text)
        .where(SearchQuery.text.startswith(prefix, autoescape=True))
        .where(SearchQuery.results > 0)
        .group_by(SearchQuery.text)
        .order_by(db.func.count().desc(), SearchQuery.text)
        .limit(limit)
    ).scalars()
    titles = db.session.execute(
        db.select(SearchDocument.title)
        .where(SearchDocument.title.istartswith(prefix, autoescape=True))
        .order_by(SearchDocument.boost.desc(), SearchDocument.title)
        .limit(limit)
    ).scalars()
    return list(dict.fromkeys([*asked, *titles]))[:limit]


def popular(limit: int = 10, without_results: bool = False) -> list[tuple[str, int]]:
    query = db.select(SearchQuery.text, db.func.count().label("asked"))
    if without_results:
        query = query.where(SearchQuery.results == 0)
    query = query.group_by(SearchQuery.text)
    query = query.order_by(db.desc("asked"), SearchQuery.text).limit(limit)
    return [tuple(row) for row in db.session.execute(query)]
