"""History replay: what past commits would have touched, had the services existed. Beside trivial cuts, corrected for chance."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analyzer.model.codebase import Codebase
from analyzer.model.partition import SHARED
from analyzer.model.place import ModuleName
from analyzer.model.replay import NO_REPLAY, CutReplay, Replay
from analyzer.plan.replay.authors import authors_across, service_histories
from analyzer.plan.replay.changes import Changes, changes_of, periods_of
from analyzer.plan.replay.lockstep import lockstep
from analyzer.plan.replay.tally import Touches, tally

Cut = tuple[str, Mapping[ModuleName, str]]
"""A name, and module to service."""

NO_HISTORY = "no-history"
"""The code of the problem that says why there is none."""


def replay(codebase: Codebase, cuts: Sequence[Cut]) -> Replay:
    """The history of a code base against cuts, the first of which is looked at closely; pure, and the same for the same input.

    Only business modules that every cut places count, and only commits that touch any; a commit of more than 30 such modules (a
    reformatting, a mass rename) is left out and counted, as Tornhill's code-maat does by default.
    """
    if not codebase.history or not cuts:
        return replace(NO_REPLAY, note=next((p.message for p in codebase.problems if p.code == NO_HISTORY), NO_REPLAY.note))
    modules = [module for module in codebase.business if all(module in homes for _, homes in cuts)]
    changes = changes_of(codebase, modules)
    if not changes.commits:
        return Replay(0, changes.large, "no commit that counts touched any module of today", (), (), (), (), ())
    slices = periods_of(changes)
    touches = [Touches.of(changes, homes) for _, homes in cuts]
    found = tuple(_cut(name, homes, changes, touched, slices) for (name, homes), touched in zip(cuts, touches, strict=True))
    days = tuple(period for period, _ in slices)
    first, spans = touches[0], [span for _, span in slices]
    return Replay(
        len(changes.commits),
        changes.large,
        "",
        days,
        found,
        lockstep(changes, first, spans),
        service_histories(changes, first),
        authors_across(changes, first),
    )


def _cut(
    name: str, homes: Mapping[ModuleName, str], changes: Changes, touched: Touches, slices: Sequence[tuple[object, range]]
) -> CutReplay:
    whole = tally(changes, touched, range(len(changes.commits)))
    services = len(set(homes.values()) - {SHARED})
    return CutReplay(name, services, whole, tuple(tally(changes, touched, span) for _, span in slices))


__all__ = ["replay"]
