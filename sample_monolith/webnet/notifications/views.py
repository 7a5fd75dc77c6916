"""The inbox, the preferences, and both for machines."""

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for

from webnet.api.helpers import listing, stamp
from webnet.context import current_user
from webnet.decorators import login_required, staff_required
from webnet.forms import Fields
from webnet.notifications import messages
from webnet.notifications.models import MailLog

bp = Blueprint("notifications", __name__, url_prefix="/account")
api_bp = Blueprint("notifications_api", __name__)


@bp.get("/messages")
@login_required
def inbox():
    return render_template(
        "notifications/inbox.html",
        paged=messages.inbox(),
        unread=messages.unread_count(current_user.id),
    )


@bp.get("/messages/<int:message_id>")
@login_required
def message(message_id):
    found = messages.read(message_id)
    return render_template("notifications/message.html", message=found)


@bp.get("/notifications")
@login_required
def settings():
    return render_template(
        "notifications/settings.html",
        kinds=messages.KINDS,
        chosen=messages.all_for(current_user.id),
    )


@bp.post("/notifications")
@login_required
def settings_submit():
    fields = Fields.from_request()
    for kind in messages.KINDS:
        by_mail = fields.flag(f"{kind}_mail")
        in_app = fields.flag(f"{kind}_app")
        messages.set_preference(current_user.id, kind, by_mail, in_app)
    flash("Your choice was saved.")
    return redirect(url_for("notifications.settings"))


def message_json(found) -> dict:
    return {
        "id": found.id,
        "kind": found.kind,
        "subject": found.subject,
        "is_read": found.is_read,
        "created_at": stamp(found.created_at),
    }


@api_bp.get("")
@login_required
def message_list():
    return listing(messages.inbox(), message_json)


@api_bp.get("/outbox")
@staff_required
def outbox():
    rows = MailLog.query.order_by(MailLog.id.desc()).limit(50).all()
    return jsonify(
        [{"to": row.recipient, "template": row.template, "status": row.status} for row in rows]
    )
