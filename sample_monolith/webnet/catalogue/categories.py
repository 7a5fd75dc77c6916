"""The tree of categories."""

from slugify import slugify

from webnet.extensions import cache, db
from webnet.models import Category, Page, Product, product_categories
from webnet.utils import unique_slug


@cache.memoize("category-tree")
def category_tree() -> list[dict]:
    """Nested plain data for menus, with the number of products in each branch."""
    counts = dict(
        db.session.execute(
            db.select(product_categories.c.category_id, db.func.count())
            .join(Product, Product.id == product_categories.c.product_id)
            .where(Product.is_active)
            .group_by(product_categories.c.category_id)
        ).all()
    )
    landing = dict(
        db.session.execute(
            db.select(Page.category_id, Page.slug).where(
                Page.is_published, Page.category_id.is_not(None)
            )
        ).all()
    )
    rows = db.session.execute(
        db.select(Category).order_by(Category.position, Category.name)
    ).scalars()
    by_parent: dict = {}
    for row in rows:
        by_parent.setdefault(row.parent_id, []).append(row)

    def branch(parent_id):
        nodes = []
        for row in by_parent.get(parent_id, []):
            children = branch(row.id)
            own = counts.get(row.id, 0)
            nodes.append(
                {
                    "name": row.name,
                    "slug": row.slug,
                    "landing_page": landing.get(row.id),
                    "products": own + sum(child["products"] for child in children),
                    "children": children,
                }
            )
        return nodes

    return branch(None)


def create_category(name: str, parent_slug: str = "", position: int = 0) -> Category:
    parent = Category.require_by(slug=parent_slug) if parent_slug else None
    category = Category(
        name=name,
        slug=unique_slug(Category, slugify(name, max_length=70)),
        parent=parent,
        position=position,
    )
    db.session.add(category)
    db.session.commit()
    category_tree.forget()
    return category


def breadcrumbs(category: Category) -> list[tuple[str, str]]:
    """Names and slugs from the root down to the category."""
    trail = []
    while category is not None:
        trail.append((category.name, category.slug))
        category = category.parent
    return trail[::-1]


def branch_ids(category: Category) -> list[int]:
    """The ids of a category and of everything below it."""
    ids = [category.id]
    for child in category.children:
        ids.extend(branch_ids(child))
    return ids
