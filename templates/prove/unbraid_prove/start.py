"""Puts the harness into the process of the test command, as little as the mode of the run asks for."""

from unbraid_prove import run
from unbraid_prove.journal import JOURNAL


def start():
    now = run.current()
    JOURNAL.open(now.journal)
    from unbraid_prove import suites

    suites.install()
    if now.mode == "baseline":
        return
    from unbraid_prove import clients, env_files, reasons

    env_files.watch()
    reasons.install()
    clients.install()
    if now.forwards:
        from unbraid_prove import committed

        committed.install()
        return
    from unbraid_prove import loopback

    loopback.install()
