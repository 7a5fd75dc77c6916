"""Order desk: the pages that the support team works with."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from webnet.decorators import audited, staff_required
from webnet.extensions import db
from webnet.forms import Fields
from webnet.models import Order, User
from webnet.orders import history
from webnet.utils import paginate

bp = Blueprint("admin_orders", __name__, url_prefix="/admin/orders")


def _filtered():
    """Orders by status and customer, from the query string."""
    query = db.select(Order).join(User, User.id == Order.user_id)
    status = request.args.get("status")
    if status:
        query = query.where(Order.status == status)
    customer = request.args.get("customer")
    if customer:
        query = query.where(User.username.ilike(f"%{customer}%"))
    return query.order_by(Order.placed_at.desc(), Order.id.desc())


@bp.get("/")
@staff_required
def index():
    return render_template(
        "orders/admin_list.html",
        paged=paginate(_filtered(), per_page=50),
        statuses=history.TRANSITIONS,
    )


@bp.get("/<number>")
@staff_required
def show(number):
    order = history.find_mine(number)
    return render_template(
        "orders/admin_order.html",
        order=order,
        next_statuses=sorted(history.TRANSITIONS[order.status]),
    )


@bp.post("/<number>/status")
@staff_required
@audited("order.status")
def set_status(number):
    order = history.find_mine(number)
    fields = Fields.from_request()
    status = fields.choice("status", history.TRANSITIONS)
    note = fields.text("note", required=False, max_length=200)
    fields.check()
    if status == "cancelled":
        history.cancel(order, note)
    else:
        history.set_status(order, status, note)
    flash(f"Order {order.number} is now {order.status}.")
    return redirect(url_for("admin_orders.show", number=number))
