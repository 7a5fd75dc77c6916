"""Pictures and documents of pages and posts."""

from pathlib import PurePosixPath

from webnet.content.models import MediaItem
from webnet.context import current_user
from webnet.errors import Invalid
from webnet.extensions import db
from webnet.utils import random_code, simple_slug

ALLOWED = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
}
MAXIMUM_SIZE = 2 * 1024 * 1024


def store(filename: str, data: bytes) -> MediaItem:
    """Keep an uploaded file under a name of our own."""
    path = PurePosixPath(filename)
    suffix = path.suffix.lower()
    if suffix not in ALLOWED:
        raise Invalid(f"files of type {suffix or 'unknown'} are not accepted")
    if not data:
        raise Invalid("the file is empty")
    if len(data) > MAXIMUM_SIZE:
        raise Invalid("the file is too large", maximum=MAXIMUM_SIZE)
    name = f"{simple_slug(path.stem, 60)}-{random_code('', 5).lower()}{suffix}"
    item = MediaItem(
        name=name,
        content_type=ALLOWED[suffix],
        size=len(data),
        data=data,
        uploaded_by=current_user.id,
    )
    db.session.add(item)
    db.session.commit()
    return item


def find(name: str) -> MediaItem:
    return MediaItem.require_by(name=name)


def all_items() -> list[MediaItem]:
    return MediaItem.query.order_by(MediaItem.id.desc()).all()
