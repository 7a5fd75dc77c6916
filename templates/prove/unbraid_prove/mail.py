"""Mail that services would have sent, put into the outbox of the test's process."""

import json
import os
import sys

from unbraid_prove import carry
from unbraid_prove.run import current

FIELDS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to", "extra_headers", "attachments", "alternatives")


def folder():
    return os.path.join(current().share, "mail")


def collect():
    """Move what the services have put into the shared folder to Django's outbox."""
    outbox = getattr(sys.modules.get("django.core.mail"), "outbox", None)
    try:
        names = sorted(os.listdir(folder()))
    except OSError:
        return
    for name in names:
        if name.endswith(".part"):
            continue
        path = os.path.join(folder(), name)
        with open(path, encoding="utf-8") as stream:
            found = carry.unpack(json.load(stream))
        os.unlink(path)
        if outbox is not None:
            outbox.append(_message(found))


def _message(found):
    from django.core.mail import EmailMultiAlternatives

    alternatives, attachments = found.pop("alternatives"), found.pop("attachments")
    headers = found.pop("extra_headers")
    message = EmailMultiAlternatives(headers=headers, **found)
    for content, kind in alternatives:
        message.attach_alternative(content, kind)
    for one in attachments:
        message.attach(*one)
    return message


class Spool(list):
    """An outbox in a service: what is appended goes to the shared folder."""

    def __init__(self, place):
        super().__init__()
        self.place = place
        self.number = 0
        os.makedirs(place, exist_ok=True)

    def append(self, message):
        self.number += 1
        values = {}
        for name in FIELDS:
            value = getattr(message, name, None)
            if name in ("attachments", "alternatives"):
                value = [list(one) for one in value or [] if isinstance(one, tuple)]
            values[name] = {str(k): str(v) for k, v in (value or {}).items()} if name == "extra_headers" else value
        import time

        name = "{:020d}-{}-{:06d}".format(time.time_ns(), os.getpid(), self.number)
        path = os.path.join(self.place, name)
        with open(path + ".part", "w", encoding="utf-8") as stream:
            json.dump(carry.pack(values), stream)
        os.replace(path + ".part", path)
