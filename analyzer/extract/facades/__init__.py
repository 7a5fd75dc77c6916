"""Facades: queries for stored objects of another service become named functions of their owner."""
