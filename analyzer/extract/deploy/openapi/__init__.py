"""OpenAPI 3.1 of a service: its routes, and as much of what they take and give as types in the code tell."""

from analyzer.extract.deploy.openapi.document import document

__all__ = ["document"]
