"""Full routes of Django as one kind of text: ``/orders/<int:pk>/``."""


def joined(prefix: str, route: str) -> str:
    """A full route from a prefix and what follows it; always begins with a slash."""
    return "/" + f"{prefix}{route}".lstrip("/") if prefix or route else "/"
