"""Where templates are found."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Templates:
    """Folders of templates in the order of precedence, so that a file of an earlier one wins."""

    folders: tuple[Path, ...]

    def text(self, name: str) -> str:
        """The text of a template by its path below the folders; raises FileNotFoundError where none has it."""
        for folder in self.folders:
            if (folder / name).is_file():
                return (folder / name).read_text(encoding="utf-8")
        raise FileNotFoundError(name)

    def names(self, below: str) -> tuple[str, ...]:
        """The paths of all templates below a path, sorted, each once whichever folder has it."""
        found = {path.relative_to(folder).as_posix() for folder in self.folders for path in (folder / below).rglob("*") if path.is_file()}
        return tuple(sorted(found))


def templates_folder(override: Path | None = None) -> Templates:
    """The templates of the project (those inside the package, else those of the checkout), below an override's files.

    Raises NotADirectoryError for an override that is no folder.
    """
    if override is not None and not override.is_dir():
        raise NotADirectoryError(f"not a folder of templates: {override}")
    package = Path(__file__).resolve().parent.parent
    packaged = package / "_templates"
    own = packaged if packaged.is_dir() else package.parent / "templates"
    return Templates((own,) if override is None else (override, own))
