"""What a proof reads of the folder that scaffold wrote."""

import json
from pathlib import Path

from analyzer.prove.system import read_system


def _written(root: Path, name: str, own: int, shared: dict[str, int]) -> dict[str, object]:
    folder = root / "services" / name
    for module, lines in shared.items():
        path = folder / f"{module.replace('.', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n" * lines, encoding="utf-8")
    (folder / "unbraid_service.json").write_text("{}", encoding="utf-8")
    return {
        "id": name,
        "folder": f"services/{name}",
        "entry": "service",
        "modules": {"own": [], "shared": list(shared)},
        "lines": {"own": own},
    }


def test_what_one_service_alone_holds_is_not_shared(tmp_path: Path) -> None:
    services = [
        _written(tmp_path, "orders", 40, {"shop.money": 10, "shop.migrations.first": 30}),
        _written(tmp_path, "users", 20, {"shop.money": 10}),
    ]
    told = {"schema_version": 1, "stage": "seams", "services": services, "routes": [], "seams": [], "blockers": []}
    (tmp_path / "system.json").write_text(json.dumps(told), encoding="utf-8")
    (tmp_path / "gateway").mkdir()
    (tmp_path / "gateway/routes.json").write_text('{"routes": []}', encoding="utf-8")
    figures = read_system(tmp_path).figures
    assert (figures["shared_modules"], figures["shared_lines"], figures["lines"]) == (1, 10, 100)
