"""Comparisons: two partitions of one code base, and two analyses."""

from analyzer.report.comparison.partitions import Measured, compare
from analyzer.report.comparison.reports import Side, changed_since, difference
from analyzer.report.comparison.sheets import comparison_sheet, difference_sheet
from analyzer.report.comparison.tally import in_one_line

__all__ = ["Measured", "Side", "changed_since", "compare", "comparison_sheet", "difference", "difference_sheet", "in_one_line"]
