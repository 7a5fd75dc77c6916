"""No web framework, or none whose application can be told: the standard library answers the health routes."""

from analyzer.extract.stacks.stack import Stack

PLAIN = Stack("plain", "Python without a web framework", frozenset(), (), ("-m", "{entry}"))
