"""Flask, served by gunicorn: the monolith's own factory or application object."""

from analyzer.extract.stacks.stack import Stack

_ANSWERS = """
BadRequest Conflict ExpectationFailed FailedDependency Forbidden Gone ImATeapot InternalServerError LengthRequired Locked
MethodNotAllowed NotAcceptable NotFound NotImplemented PreconditionFailed RequestEntityTooLarge ServiceUnavailable TooManyRequests
Unauthorized UnavailableForLegalReasons UnprocessableEntity UnsupportedMediaType
"""

FLASK = Stack(
    "flask",
    "Flask",
    frozenset({"flask"}),
    ("gunicorn",),
    ("-m", "gunicorn.app.wsgiapp", "{entry}:application"),
    tuple(f"werkzeug.exceptions:{name}" for name in _ANSWERS.split()),
)
