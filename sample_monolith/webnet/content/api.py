"""Pages and posts for machines."""

from flask import Blueprint, jsonify, request

from webnet.api.helpers import created, listing, stamp
from webnet.content import pages, posts
from webnet.content.rendering import teaser, to_html
from webnet.decorators import login_required
from webnet.forms import Fields

bp = Blueprint("content_api", __name__)


def post_json(post) -> dict:
    return {
        "slug": post.slug,
        "title": post.title,
        "teaser": teaser(post.body),
        "tags": post.tag_list,
        "author": post.author.username,
        "product": post.product.sku if post.product else None,
        "published_at": stamp(post.published_at),
    }


@bp.get("/posts")
def post_list():
    return listing(posts.blog(request.args.get("tag", "")), post_json)


@bp.get("/posts/<slug>")
def post(slug):
    found = posts.find_published(slug)
    body = post_json(found)
    body["html"] = str(to_html(found.body))
    body["comments"] = len(posts.visible_comments(found))
    return jsonify(body)


@bp.post("/posts/<slug>/comments")
@login_required
def comment_add(slug):
    fields = Fields.from_request()
    text = fields.text("text", max_length=2000)
    fields.check()
    entry = posts.comment(posts.find_published(slug), text)
    return created({"id": entry.id, "text": entry.text})


@bp.get("/pages/<slug>")
def page(slug):
    found = pages.published(slug)
    return jsonify({"slug": found.slug, "title": found.title, "html": str(to_html(found.body))})


@bp.get("/tags")
def tags():
    return jsonify(posts.tag_counts())
