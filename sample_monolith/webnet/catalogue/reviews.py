"""Stars and opinions."""

from webnet.catalogue.models import Review
from webnet.context import current_user
from webnet.errors import Conflict, Forbidden
from webnet.extensions import db
from webnet.models import Order, OrderLine, Product


def has_bought(user_id: int, product_id: int) -> bool:
    """Whether an order of this person, not cancelled, holds the product."""
    query = (
        db.select(OrderLine.id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Order.user_id == user_id,
            Order.status != "cancelled",
            OrderLine.product_id == product_id,
        )
        .limit(1)
    )
    return db.session.execute(query).first() is not None


def add_review(product: Product, stars: int, text: str) -> Review:
    """Add the opinion of the current user; only buyers may have one."""
    if not has_bought(current_user.id, product.id):
        raise Forbidden("only people who bought it may review a product")
    if Review.query.filter_by(product_id=product.id, user_id=current_user.id).first():
        raise Conflict("you have reviewed this product already")
    review = Review(product_id=product.id, user_id=current_user.id, stars=stars, text=text)
    db.session.add(review)
    db.session.commit()
    return review


def reviews_of(product: Product) -> list[dict]:
    """Newest first, with the names that people want to be shown."""
    from webnet.accounts.profiles import display_names

    query = db.select(Review).filter_by(product_id=product.id).order_by(Review.id.desc())
    found = list(db.session.execute(query).scalars())
    names = display_names([review.user_id for review in found]) if found else {}
    return [
        {
            "stars": review.stars,
            "text": review.text,
            "author": names.get(review.user_id, "somebody"),
            "created_at": review.created_at,
        }
        for review in found
    ]


def rating(product_id: int) -> tuple[float, int]:
    """Average and number of stars."""
    average, count = db.session.execute(
        db.select(db.func.avg(Review.stars), db.func.count(Review.id)).where(
            Review.product_id == product_id
        )
    ).one()
    return round(float(average or 0), 1), count
