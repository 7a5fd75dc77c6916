"""Endpoints that are read against the routes that running frameworks serve, on applications that nobody here wrote."""
