"""``partition.json``: module to service, for machines."""

from analyzer.model.files import TextFile
from analyzer.report.encoding import indented
from analyzer.report.material import Format, Material, Rendered


def _render(material: Material) -> Rendered:
    homes = dict(sorted(material.analysis.partition.homes().items()))
    return Rendered((TextFile("partition.json", indented(homes)),))


PARTITION_FILE = Format("partition.json", _render)
