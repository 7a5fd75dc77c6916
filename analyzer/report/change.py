"""How often each module was changed: commits that touched its file."""

from collections import Counter

from analyzer.model.codebase import Codebase


def changes(codebase: Codebase) -> Counter[str]:
    """Module to number of commits; a commit counts once, whatever it did to the file."""
    touched = Counter(path for commit in codebase.history for path in set(commit.paths))
    return Counter({file.module: touched[file.path] for file in codebase.files if file.path in touched})
