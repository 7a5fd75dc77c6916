"""Graphs over modules: communities, cycles, the package tree, and the words of names. The only door to graph libraries."""
