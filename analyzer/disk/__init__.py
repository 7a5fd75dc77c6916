"""The only door to writing files: whole or not at all, never outside the folder, never over what a user has edited."""

from analyzer.disk.cache_files import write_cache
from analyzer.disk.manifest import MANIFEST, PRISTINE
from analyzer.disk.outcome import Action, ActionKind, Written
from analyzer.disk.places import UnsafePathError, read_inside
from analyzer.disk.plain import write_files
from analyzer.disk.preview import difference
from analyzer.disk.templates import Templates, templates_folder
from analyzer.disk.trees import Plan, generated_before, plan_tree, write_tree

__all__ = [
    "MANIFEST",
    "PRISTINE",
    "Action",
    "ActionKind",
    "Plan",
    "Templates",
    "UnsafePathError",
    "Written",
    "difference",
    "generated_before",
    "plan_tree",
    "read_inside",
    "templates_folder",
    "write_cache",
    "write_files",
    "write_tree",
]
