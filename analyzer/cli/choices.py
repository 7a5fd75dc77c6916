"""Options and arguments that take one of several words."""

import click

from analyzer.model.nearest import did_you_mean, nearest


class OneOf(click.Choice[str]):
    """One of these words; of another one it is asked whether a word like it was meant."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        """What is said of a word that is none of these."""
        told = f"{value!r} is not one of {', '.join(self.choices)}."
        asked = did_you_mean(nearest(str(value), self.choices))
        return f"{told} {asked[:1].upper()}{asked[1:]}".rstrip()
