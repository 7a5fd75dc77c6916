"""Frozen values that every stage speaks; standard library only."""
