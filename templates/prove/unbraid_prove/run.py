"""What this run is to do: read once from the file that UNBRAID_PROVE names."""

import json
import os


class Run:
    def __init__(self, path):
        with open(path, encoding="utf-8") as stream:
            told = json.load(stream)
        self.mode = told["mode"]
        """baseline, record, loopback or forward."""
        self.journal = told["journal"]
        self.share = told["share"]
        self.root = told["root"]
        self.controller = told.get("controller", "")
        self.token = told.get("token", "")
        self.only = told.get("only")
        """Ids of the tests to run, in their order; None for all."""
        self.down = told.get("down", {})
        """Test id to the service that is stopped before it."""
        self.applications = [tuple(one) for one in told.get("applications", ())]
        """(module, attribute, whether it is a factory) of the monolith's applications."""
        self.routes = told.get("routes", 0)
        self.seams = told.get("seams", [])
        self.rewritten = told.get("rewritten", {})
        """Module to the file that is run in its place while seams are tried in one process."""
        self.owners = told.get("owners", {})
        self.runtime = told.get("runtime", "")
        self.framework = told.get("framework", "")
        self.corrupt = told.get("corrupt", False)

    @property
    def forwards(self):
        return self.mode == "forward"


_RUN = None


def current():
    """The run of this process."""
    global _RUN
    if _RUN is None:
        _RUN = Run(os.environ["UNBRAID_PROVE"])
    return _RUN
