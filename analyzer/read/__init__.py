"""Repository to code base: discovery, syntax, import and name resolution, history."""
