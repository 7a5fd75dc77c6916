"""Unbraid: find the service boundaries of a monolithic Python code base, show why, and cut out services that run."""

__version__ = "0.1.0"
