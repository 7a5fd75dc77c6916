"""What was sold, and to whom."""

from datetime import date, timedelta

from webnet.extensions import db
from webnet.models import Category, Order, OrderLine, User, product_categories
from webnet.reporting.reports.registry import Table, report
from webnet.reporting.sales import figures
from webnet.utils import start_of_day


def _sold_between(query, first: date, last: date):
    return query.where(
        Order.status != "cancelled",
        Order.placed_at >= start_of_day(first),
        Order.placed_at < start_of_day(last + timedelta(days=1)),
    )


@report("sales-by-day", "Sales by day")
def sales_by_day(first: date, last: date) -> Table:
    table = Table(["Day", "Orders", "Revenue", "Refunded"], money={"Revenue", "Refunded"})
    for row in figures(first, last):
        table.rows.append([row.day.isoformat(), row.orders, row.revenue_cents, row.refunded_cents])
    return table


@report("sales-by-product", "Best selling products")
def sales_by_product(first: date, last: date) -> Table:
    pieces = db.func.sum(OrderLine.quantity)
    query = (
        db.select(OrderLine.name, pieces, db.func.sum(OrderLine.quantity * OrderLine.unit_cents))
        .join(Order, Order.id == OrderLine.order_id)
        .group_by(OrderLine.name)
        .order_by(pieces.desc(), OrderLine.name)
        .limit(50)
    )
    rows = db.session.execute(_sold_between(query, first, last))
    return Table(["Product", "Pieces", "Revenue"], [list(r) for r in rows], {"Revenue"})


@report("sales-by-category", "Sales by category")
def sales_by_category(first: date, last: date) -> Table:
    revenue = db.func.sum(OrderLine.quantity * OrderLine.unit_cents)
    query = (
        db.select(Category.name, revenue)
        .join(product_categories, product_categories.c.category_id == Category.id)
        .join(OrderLine, OrderLine.product_id == product_categories.c.product_id)
        .join(Order, Order.id == OrderLine.order_id)
        .group_by(Category.name)
        .order_by(revenue.desc(), Category.name)
    )
    rows = db.session.execute(_sold_between(query, first, last))
    return Table(["Category", "Revenue"], [list(r) for r in rows], {"Revenue"})


@report("top-customers", "Best customers")
def top_customers(first: date, last: date) -> Table:
    spent = db.func.sum(Order.total_cents)
    query = (
        db.select(User.username, db.func.count(Order.id), spent)
        .join(Order, Order.user_id == User.id)
        .group_by(User.username)
        .order_by(spent.desc(), User.username)
        .limit(50)
    )
    rows = db.session.execute(_sold_between(query, first, last))
    return Table(["Customer", "Orders", "Spent"], [list(r) for r in rows], {"Spent"})
