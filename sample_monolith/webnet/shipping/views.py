"""Tracking pages, the shipping desk, and the same for machines."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for

from webnet.api.helpers import money_json, stamp
from webnet.decorators import audited, login_required, staff_required
from webnet.errors import Invalid
from webnet.forms import Fields
from webnet.shipping import rates, shipments, tracking

bp = Blueprint("shipping", __name__)
api_bp = Blueprint("shipping_api", __name__)


@bp.get("/track/")
def track_form():
    code = request.args.get("code", "").strip()
    if code:
        return redirect(url_for("shipping.track", code=code.upper()))
    return render_template("shipping/track_form.html")


@bp.get("/track/<code>")
def track(code):
    return render_template(
        "shipping/track.html", status=tracking.track(code), steps=tracking.steps(code)
    )


@bp.get("/account/orders/<number>/tracking")
@login_required
def track_order(number):
    from webnet.orders.history import find_mine

    order = find_mine(number)
    status = tracking.latest_status(order.id)
    if status is None:
        return render_template("shipping/not_sent.html", order=order)
    return redirect(url_for("shipping.track", code=status.code))


@bp.get("/shipping/rates")
def rate_list():
    table = sorted(rates.rate_table())
    return render_template("shipping/rates.html", rates=table, zones=rates.ZONES)


@bp.get("/admin/shipping/")
@staff_required
def admin():
    return render_template(
        "shipping/admin.html",
        waiting=shipments.waiting(),
        on_the_way=shipments.on_the_way(),
        steps=shipments.STEPS,
    )


@bp.post("/admin/shipping/rates")
@staff_required
@audited("rate.set")
def rate_set():
    fields = Fields.from_request()
    zone = fields.choice("zone", ("home", "europe", "world"))
    method = fields.choice("method", ("standard", "express"))
    up_to = fields.integer("up_to_grams", minimum=1, maximum=50_000)
    price = fields.money("price")
    fields.check()
    rates.set_rate(zone, method, up_to, price)
    flash("The rate was saved.")
    return redirect(url_for("shipping.rate_list"))


@bp.post("/admin/shipping/<code>/dispatch")
@staff_required
@audited("shipment.dispatch")
def dispatch(code):
    shipments.dispatch(tracking.find(code))
    flash("The parcel has left.")
    return redirect(url_for("shipping.admin"))


@bp.post("/admin/shipping/<code>/events")
@staff_required
@audited("shipment.record")
def record(code):
    fields = Fields.from_request()
    status = fields.text("status")
    place = fields.text("place", required=False, max_length=80)
    fields.check()
    shipments.record(tracking.find(code), status, place)
    return redirect(url_for("shipping.admin"))


@api_bp.get("/quote")
def quote():
    country = request.args.get("country", "DE")
    weight = request.args.get("weight", "")
    if not weight.isdigit():
        raise Invalid("weight must be a number of grams")
    return jsonify(
        {
            "country": country,
            "options": [
                {
                    "method": option.method,
                    "price": money_json(option.price_cents),
                    "days": option.days,
                }
                for option in rates.quote(country, int(weight))
            ],
        }
    )


@api_bp.get("/parcels/<code>")
def parcel(code):
    status = tracking.track(code)
    return jsonify(
        {
            "code": status.code,
            "carrier": status.carrier,
            "status": status.status,
            "text": status.text,
            "expected_on": stamp(status.expected_on),
            "events": [
                {"status": step.status, "place": step.place} for step in tracking.steps(code)
            ],
        }
    )
