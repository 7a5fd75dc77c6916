"""Measurements on code that nobody here wrote; run by `make bench`."""
