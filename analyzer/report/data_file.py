"""``report.json``: everything that the page shows, for machines."""

from analyzer.model.files import TextFile
from analyzer.report.encoding import indented
from analyzer.report.material import Format, Material, Rendered


def _render(material: Material) -> Rendered:
    return Rendered((TextFile("report.json", indented(material.report)),))


DATA_FILE = Format("report.json", _render)
