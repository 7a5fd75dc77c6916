"""Entities and links, compared with what Django's registry and SQLAlchemy's metadata say of the same real application when it runs."""
