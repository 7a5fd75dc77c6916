"""Colours of services: nine that colour-blind readers can tell apart, always beside a name.

After Okabe and Ito (2008), darkened for text on white and lightened for dark grounds. With more than nine services, colours repeat.
"""

LIGHT = ("#0072b2", "#c05600", "#00795a", "#a8457f", "#8a6d00", "#5b3fa6", "#b3261e", "#11798a", "#7a4f2b")
"""For light grounds."""

DARK = ("#5ab4f0", "#f0995a", "#3ccfa5", "#e59cc4", "#dfc14f", "#b9a8ff", "#ff9d94", "#6fdbe8", "#d9ad82")
"""For dark grounds, in the same order."""


def colour_class(number: int) -> str:
    """The style class of a service by its position in the report."""
    return f"c{number % len(LIGHT)}"
