"""Comparisons: two partitions of one code base, and two analyses."""

from analyzer.report.comparison.partitions import Measured, compare
from analyzer.report.comparison.reports import Side, difference
from analyzer.report.comparison.sheets import comparison_sheet, difference_sheet

__all__ = ["Measured", "Side", "compare", "comparison_sheet", "difference", "difference_sheet"]
