"""The blog."""

from sqlalchemy.orm import relationship

from webnet.base import LookupMixin
from webnet.extensions import db
from webnet.utils import utcnow


class Post(LookupMixin, db.Model):
    __tablename__ = "posts"

    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(160), nullable=False)
    slug = db.Column(db.String(160), unique=True, nullable=False)
    body = db.Column(db.Text, default="", nullable=False)
    tags = db.Column(db.String(200), default="", nullable=False)
    author_id = db.Column(db.ForeignKey("users.id"), nullable=False)
    product_id = db.Column(db.ForeignKey("products.id"))
    published_at = db.Column(db.DateTime)
    created_at = db.Column(db.DateTime, default=utcnow, nullable=False)

    author = relationship("User")
    product = relationship("Product")
    comments = relationship("Comment", back_populates="post", order_by="Comment.id")

    @property
    def tag_list(self) -> list[str]:
        return [tag for tag in self.tags.split(",") if tag]


class Comment(LookupMixin, db.Model):
    __tablename__ = "comments"

    id = db.Column(db.Integer, primary_key=True)
    post_id = db.Column(db.ForeignKey("posts.id"), nullable=False, index=True)
    user_id = db.Column(db.ForeignKey("users.id"), nullable=False)
    text = db.Column(db.Text, nullable=False)
    created_at = db.Column(db.DateTime, default=utcnow, nullable=False)

    post = relationship("Post", back_populates="comments")
    user = relationship("User")
