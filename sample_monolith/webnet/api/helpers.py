"""What the JSON interfaces have in common."""

from flask import jsonify, request

from webnet.utils import Paged, format_money


def money_json(cents: int, currency: str = "EUR") -> dict:
    return {"cents": cents, "text": format_money(cents, currency)}


def stamp(value) -> str | None:
    """A moment as text, in UTC."""
    return value.isoformat(timespec="seconds") + "Z" if value else None


def listing(paged: Paged, render):
    """A page of things, with links to its neighbours."""
    body = paged.as_dict(render)
    body["next"] = _neighbour(paged.page + 1) if paged.has_next else None
    body["previous"] = _neighbour(paged.page - 1) if paged.has_previous else None
    return jsonify(body)


def _neighbour(page: int) -> str:
    args = request.args.to_dict()
    args["page"] = str(page)
    return request.path + "?" + "&".join(f"{k}={v}" for k, v in sorted(args.items()))


def created(body: dict, location: str | None = None):
    response = jsonify(body)
    response.status_code = 201
    if location:
        response.headers["Location"] = location
    return response
