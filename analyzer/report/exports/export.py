"""What an export is: an analysis in the words of another tool."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from analyzer.model.analysis import Analysis
from analyzer.model.files import TextFile
from analyzer.report.document import Report


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a user asks of an export: services whose violations of today are not forgiven, and who owns which service (service id to
    a team's name, as the other tool writes it), and the template of links to places (empty: none)."""

    strict: frozenset[str] = frozenset()
    owners: Mapping[str, str] = field(default_factory=dict)
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What exports are made from: an analysis, the same as a report says it, and the wishes."""

    analysis: Analysis
    report: Report
    wishes: Wishes


@dataclass(frozen=True, slots=True)
class Export:
    """An export: its name on the command line, what it is, and how it is made. ``render`` depends on its argument only; it raises
    UsageError where the code base cannot be said in the words of that tool. Several files go to a folder, a single one to a file.
    ``is_for_code`` marks
    what another tool holds against the code base, and what is of no use without its names."""

    name: str
    about: str
    render: Callable[[Order], tuple[TextFile, ...]]
    is_folder: bool = False
    is_for_code: bool = False
