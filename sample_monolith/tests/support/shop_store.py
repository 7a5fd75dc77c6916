"""Committed rows by an engine of its own; knows the tables, not the application."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import MetaData, create_engine, delete, func, insert, select, update
from werkzeug.security import generate_password_hash

PASSWORD = "correct horse"
_HASH = generate_password_hash(PASSWORD, method="pbkdf2:sha256:1000")


@dataclass(frozen=True)
class Person:
    id: int
    username: str
    email: str
    password: str = PASSWORD


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class Store:
    def __init__(self, url: str):
        self.engine = create_engine(url)
        self.metadata = MetaData()
        self.metadata.reflect(self.engine)
        self._number = 0

    def close(self) -> None:
        self.engine.dispose()

    def table(self, name):
        return self.metadata.tables[name]

    def next(self) -> int:
        self._number += 1
        return self._number

    def wipe(self) -> None:
        with self.engine.begin() as connection:
            for table in reversed(self.metadata.sorted_tables):
                if table.name == "categories":
                    connection.execute(update(table).values(parent_id=None))
                if table.name != "alembic_version":
                    connection.execute(delete(table))

    # -- any table

    def insert(self, name: str, /, **values) -> int:
        with self.engine.begin() as connection:
            result = connection.execute(insert(self.table(name)).values(**values))
            return result.inserted_primary_key[0]

    def _where(self, name, query, criteria):
        for key, value in criteria.items():
            query = query.where(self.table(name).c[key] == value)
        return query

    def rows(self, name: str, /, **criteria) -> list:
        table = self.table(name)
        query = self._where(name, select(table), criteria)
        if "id" in table.c:
            query = query.order_by(table.c.id)
        with self.engine.connect() as connection:
            return list(connection.execute(query))

    def row(self, name: str, /, **criteria):
        found = self.rows(name, **criteria)
        assert len(found) == 1, f"{len(found)} rows in {name} for {criteria}"
        return found[0]

    def count(self, name: str, /, **criteria) -> int:
        query = self._where(name, select(func.count()).select_from(self.table(name)), criteria)
        with self.engine.connect() as connection:
            return connection.execute(query).scalar_one()

    def update(self, name: str, where: dict, /, **values) -> None:
        with self.engine.begin() as connection:
            connection.execute(self._where(name, update(self.table(name)), where).values(**values))

    # -- things that many tests need

    def person(self, username: str = "", is_staff: bool = False, is_active: bool = True) -> Person:
        username = username or f"user{self.next()}"
        email = f"{username}@mail.example"
        ident = self.insert(
            "users",
            username=username,
            email=email,
            password_hash=_HASH,
            is_staff=is_staff,
            is_active=is_active,
            token_version=1,
            created_at=now(),
        )
        self.insert("profiles", user_id=ident, full_name="", is_public=True)
        return Person(ident, username, email)

    def category(self, name: str, parent_id: int | None = None, position: int = 0) -> int:
        return self.insert(
            "categories",
            name=name,
            slug=name.lower().replace(" ", "-"),
            parent_id=parent_id,
            position=position,
        )

    def product(self, sku: str = "", price: int = 1000, stock: int = 20, **values) -> str:
        sku = sku or f"SKU-{self.next()}"
        categories = values.pop("categories", [])
        defaults = {
            "sku": sku,
            "name": f"Thing {sku}",
            "slug": f"thing-{sku.lower()}",
            "description": f"A very useful thing called {sku}.",
            "price_cents": price,
            "weight_grams": 500,
            "is_active": True,
            "created_at": now(),
            "updated_at": now(),
        }
        ident = self.insert("products", **{**defaults, **values})
        self.insert("stock_levels", product_id=ident, quantity=stock, reorder_at=5)
        for category_id in categories:
            with self.engine.begin() as connection:
                connection.execute(
                    insert(self.table("product_categories")).values(
                        product_id=ident, category_id=category_id
                    )
                )
        return sku

    def product_id(self, sku: str) -> int:
        return self.row("products", sku=sku).id

    def stock(self, sku: str) -> int:
        return self.row("stock_levels", product_id=self.product_id(sku)).quantity

    def address(self, person: Person, country: str = "DE", is_default: bool = True) -> int:
        return self.insert(
            "addresses",
            user_id=person.id,
            recipient=f"{person.username} Example",
            street="1 Long Road",
            postcode="12345",
            city="Springfield",
            country=country,
            is_default=is_default,
            created_at=now(),
        )

    def coupon(self, code: str | None, percent: int = 10, **values) -> int:
        defaults = {
            "name": f"Coupon {code}",
            "code": code,
            "percent": percent,
            "amount_cents": 0,
            "minimum_cents": 0,
            "is_active": True,
        }
        return self.insert("discount_rules", **{**defaults, **values})

    def post(self, author: Person, title: str, body: str = "Some text.", tags: str = "") -> str:
        slug = title.lower().replace(" ", "-")
        self.insert(
            "posts",
            title=title,
            slug=slug,
            body=body,
            tags=tags,
            author_id=author.id,
            created_at=now(),
            published_at=now(),
        )
        return slug

    def page(self, author: Person, title: str, body: str = "Text.", is_published: bool = True):
        slug = title.lower().replace(" ", "-")
        self.insert(
            "pages",
            title=title,
            slug=slug,
            body=body,
            is_published=is_published,
            author_id=author.id,
            updated_at=now(),
        )
        return slug
