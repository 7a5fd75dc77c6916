"""Errors that end a request, and how they are shown."""

from flask import Flask, jsonify, render_template, request


class WebnetError(Exception):
    """Base of every error that the application raises on purpose."""

    status_code = 500
    code = "error"

    def __init__(self, message: str = "", **details):
        super().__init__(message)
        self.message = message or self.code.replace("_", " ")
        self.details = details

    def as_dict(self) -> dict:
        body = {"error": self.code, "message": self.message}
        if self.details:
            body["details"] = self.details
        return body


class Invalid(WebnetError):
    status_code = 422
    code = "invalid"


class Unauthenticated(WebnetError):
    status_code = 401
    code = "unauthenticated"


class Forbidden(WebnetError):
    status_code = 403
    code = "forbidden"


class NotFound(WebnetError):
    status_code = 404
    code = "not_found"


class Conflict(WebnetError):
    status_code = 409
    code = "conflict"


def wants_json() -> bool:
    return request.path.startswith("/api/") or request.is_json


def register_error_handlers(app: Flask) -> None:
    @app.errorhandler(WebnetError)
    def show_webnet_error(error: WebnetError):
        if wants_json():
            return jsonify(error.as_dict()), error.status_code
        return render_template("error.html", error=error), error.status_code

    @app.errorhandler(404)
    def show_missing(_error):
        missing = NotFound("This page does not exist.")
        if wants_json():
            return jsonify(missing.as_dict()), 404
        return render_template("error.html", error=missing), 404

    @app.errorhandler(405)
    def show_wrong_method(_error):
        wrong = WebnetError("This method is not allowed here.")
        wrong.code = "method_not_allowed"
        if wants_json():
            return jsonify(wrong.as_dict()), 405
        return render_template("error.html", error=wrong), 405
