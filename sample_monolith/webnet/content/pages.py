"""Pages that editors write: terms, about us, landing pages of categories."""

from webnet.catalogue.categories import category_tree
from webnet.context import current_user
from webnet.errors import NotFound
from webnet.events import emit
from webnet.extensions import db
from webnet.models import Category, Page
from webnet.utils import simple_slug, unique_slug


def published(slug: str) -> Page:
    """A published page; editors see drafts too."""
    page = Page.first_by(slug=slug)
    if page is None or not (page.is_published or _is_editor()):
        raise NotFound("this page does not exist")
    return page


def _is_editor() -> bool:
    return bool(current_user) and current_user.is_staff


def all_pages() -> list[Page]:
    return Page.query.order_by(Page.title).all()


def create_page(title: str, body: str, category_slug: str = "") -> Page:
    page = Page(
        title=title,
        slug=unique_slug(Page, simple_slug(title)),
        body=body,
        author_id=current_user.id,
    )
    if category_slug:
        page.category = Category.require_by(slug=category_slug)
    db.session.add(page)
    db.session.commit()
    return page


def update_page(page: Page, values: dict) -> Page:
    page.title = values.get("title", page.title)
    page.body = values.get("body", page.body)
    db.session.commit()
    if page.is_published:
        emit("page.published", page=page)
    return page


def publish(page: Page, is_published: bool = True) -> Page:
    """Show or hide a page; menus link to the landing pages of categories."""
    page.is_published = is_published
    db.session.commit()
    category_tree.forget()
    emit("page.published" if is_published else "page.hidden", page=page)
    return page
