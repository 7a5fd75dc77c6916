"""The harness of ``unbraid prove``, inside the interpreter of the monolith. Python 3.8 and later, standard library only."""
