"""How long a code base of a million lines takes, beside a bare parse of the same files and beside grimp, in one run."""
