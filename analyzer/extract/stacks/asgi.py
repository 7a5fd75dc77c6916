"""FastAPI and Starlette, served by uvicorn: the monolith's own application object or factory."""

from analyzer.extract.stacks.stack import Stack

ASGI = Stack(
    "asgi",
    "FastAPI or Starlette",
    frozenset({"fastapi", "starlette"}),
    ("uvicorn",),
    ("-m", "{entry}"),
    ("fastapi.exceptions:HTTPException", "starlette.exceptions:HTTPException"),
)
