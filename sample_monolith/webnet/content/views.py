"""Pages, the blog and the editors' desk, and what machines may read."""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for

from webnet.api.helpers import listing, stamp
from webnet.content import pages, posts
from webnet.content.models import Post
from webnet.content.rendering import teaser, to_html
from webnet.decorators import audited, login_required, staff_required
from webnet.forms import Fields
from webnet.models import Page

bp = Blueprint("content", __name__, template_folder="templates")
api_bp = Blueprint("content_api", __name__)


@bp.get("/pages/<slug>")
def page(slug):
    found = pages.published(slug)
    return render_template("content/page.html", page=found, html=to_html(found.body))


@bp.get("/blog/")
def blog():
    paged = posts.blog(request.args.get("tag", ""))
    return render_template("content/blog.html", paged=paged, teaser=teaser, tags=posts.tag_counts())


@bp.get("/blog/<slug>")
def post(slug):
    found = posts.find_published(slug)
    return render_template(
        "content/post.html",
        post=found,
        html=to_html(found.body),
        comments=posts.comments_of(found),
    )


@bp.post("/blog/<slug>/comments")
@login_required
def comment_add(slug):
    fields = Fields.from_request()
    text = fields.text("text", max_length=2000)
    fields.check()
    posts.comment(posts.find_published(slug), text)
    return redirect(url_for("content.post", slug=slug))


@bp.get("/admin/content/")
@staff_required
def desk():
    drafts = Post.query.filter_by(published_at=None).order_by(Post.id).all()
    return render_template(
        "content/desk.html",
        pages=pages.all_pages(),
        drafts=drafts,
    )


@bp.post("/admin/content/pages")
@staff_required
@audited("page.create")
def page_create():
    fields = Fields.from_request()
    title = fields.text("title", max_length=120)
    body = fields.text("body", max_length=50_000)
    category = fields.text("category", required=False)
    fields.check()
    created = pages.create_page(title, body, category)
    if fields.flag("publish"):
        pages.publish(created)
    return redirect(url_for("content.page", slug=created.slug))


@bp.post("/admin/content/pages/<slug>")
@staff_required
@audited("page.update")
def page_update(slug):
    found = Page.require_by(slug=slug)
    fields = Fields.from_request()
    values = {}
    if fields.has("title"):
        values["title"] = fields.text("title", max_length=120)
    if fields.has("body"):
        values["body"] = fields.text("body", max_length=50_000)
    fields.check()
    pages.update_page(found, values)
    if "publish" in fields.values:
        pages.publish(found, fields.flag("publish"))
    return redirect(url_for("content.page", slug=slug))


@bp.post("/admin/content/posts")
@staff_required
@audited("post.create")
def post_create():
    fields = Fields.from_request()
    title = fields.text("title", max_length=160)
    body = fields.text("body", max_length=50_000)
    tags = fields.text("tags", required=False, max_length=200)
    sku = fields.text("sku", required=False)
    fields.check()
    posts.create_post(title, body, tags, sku)
    return redirect(url_for("content.desk"))


@bp.post("/admin/content/posts/<slug>/publish")
@staff_required
@audited("post.publish")
def post_publish(slug):
    posts.publish(Post.require_by(slug=slug))
    return redirect(url_for("content.post", slug=slug))


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


@api_bp.get("/posts")
def post_list():
    return listing(posts.blog(request.args.get("tag", "")), post_json)


@api_bp.get("/posts/<slug>")
def post_details(slug):
    found = posts.find_published(slug)
    body = post_json(found)
    body["html"] = str(to_html(found.body))
    body["comments"] = len(posts.comments_of(found))
    return jsonify(body)
