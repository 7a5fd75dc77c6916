"""What was sent, and what people want to receive."""

from webnet.extensions import db
from webnet.utils import utcnow


class MailLog(db.Model):
    __tablename__ = "mail_log"

    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.ForeignKey("users.id"), index=True)
    recipient = db.Column(db.String(255), nullable=False)
    template = db.Column(db.String(40), nullable=False)
    subject = db.Column(db.String(160), nullable=False)
    body = db.Column(db.Text, nullable=False)
    status = db.Column(db.String(20), default="queued", nullable=False)
    created_at = db.Column(db.DateTime, default=utcnow, nullable=False)
    sent_at = db.Column(db.DateTime)


class NotificationPreference(db.Model):
    __tablename__ = "notification_preferences"
    __table_args__ = (db.UniqueConstraint("user_id", "kind"),)

    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.ForeignKey("users.id"), nullable=False)
    kind = db.Column(db.String(30), nullable=False)
    by_mail = db.Column(db.Boolean, default=True, nullable=False)
    in_app = db.Column(db.Boolean, default=True, nullable=False)
