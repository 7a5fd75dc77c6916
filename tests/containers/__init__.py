"""A real container engine for tests, and stand-ins for the images that a registry would give."""
