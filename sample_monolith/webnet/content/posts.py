"""The blog."""

from webnet.accounts.profiles import display_names
from webnet.content.models import Comment, Post
from webnet.context import current_user
from webnet.errors import Conflict, Invalid, NotFound
from webnet.events import emit
from webnet.extensions import db
from webnet.utils import Paged, paginate, simple_slug, unique_slug, utcnow


def blog(tag: str = "") -> Paged:
    query = db.select(Post).where(Post.published_at.is_not(None))
    if tag:
        tags = db.literal(",") + Post.tags + ","
        query = query.where(tags.contains(f",{tag},"))
    return paginate(query.order_by(Post.published_at.desc(), Post.id.desc()))


def find_published(slug: str) -> Post:
    post = Post.first_by(slug=slug)
    if post is None or post.published_at is None:
        raise NotFound("this post does not exist")
    return post


def create_post(title: str, body: str, tags: str = "", sku: str = "") -> Post:
    """A draft; it may tell about a product."""
    clean = sorted({simple_slug(tag) for tag in tags.split(",") if tag.strip()})
    post = Post(
        title=title,
        slug=unique_slug(Post, simple_slug(title)),
        body=body,
        tags=",".join(clean),
        author_id=current_user.id,
    )
    if sku:
        from webnet.catalogue.products import find_by_sku

        post.product = find_by_sku(sku)
    db.session.add(post)
    db.session.commit()
    return post


def publish(post: Post) -> Post:
    if post.published_at is not None:
        raise Conflict("this post is published already")
    post.published_at = utcnow()
    db.session.commit()
    emit("post.published", post=post)
    return post


def comment(post: Post, text: str) -> Comment:
    """Add what the current user says, unless it was said just before."""
    if post.comments:
        last = post.comments[-1]
        if last.user_id == current_user.id and last.text == text:
            raise Invalid("you have said this already")
    entry = Comment(post_id=post.id, user_id=current_user.id, text=text)
    db.session.add(entry)
    db.session.commit()
    emit("comment.added", comment=entry, post=post)
    return entry


def comments_of(post: Post) -> list[dict]:
    names = display_names([entry.user_id for entry in post.comments]) if post.comments else {}
    return [
        {
            "id": entry.id,
            "author": names.get(entry.user_id, "somebody"),
            "text": entry.text,
            "created_at": entry.created_at,
        }
        for entry in post.comments
    ]


def tag_counts() -> dict[str, int]:
    counts: dict[str, int] = {}
    query = db.select(Post).where(Post.published_at.is_not(None))
    for post in db.session.execute(query).scalars():
        for tag in post.tag_list:
            counts[tag] = counts.get(tag, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
