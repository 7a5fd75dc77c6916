"""The one exception that users may meet."""

from analyzer.model.place import Problem


class UsageError(Exception):
    """A request that cannot be carried out as asked: what, a hint, and the problems behind it where there are several.

    ``printed`` is what another program printed, shown line by line as a quotation.

    Caught once, in the command line; everything else that is raised is a bug.
    """

    def __init__(self, message: str, hint: str = "", problems: tuple[Problem, ...] = (), printed: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.problems = problems
        self.printed = printed
