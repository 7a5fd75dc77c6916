"""Kinds of values that reading proves: sets of type names; the empty set is what is not known.

A name is that of a plain type (``int``), ``list[int]``, or the dotted name of an entity or value class of the code base.
"""

import ast

Kind = frozenset[str]
UNKNOWN: Kind = frozenset()
NONE: Kind = frozenset({"None"})
JSON: Kind = frozenset({"None", "bool", "int", "float", "str", "list", "dict"})
PLAIN = frozenset("None bool int float complex str bytes Decimal datetime date time timedelta UUID list dict".split())  # noqa: SIM905


def _each(names: str, kind: str) -> dict[str, str]:
    """The names in a text, all of one kind."""
    return dict.fromkeys(names.split(), kind)


CALLS = {
    "builtins.bool": "bool", "builtins.bytes": "bytes", "builtins.float": "float", "builtins.format": "str", "builtins.hash": "int",
    "builtins.hex": "str", "builtins.int": "int", "builtins.isinstance": "bool", "builtins.issubclass": "bool", "builtins.len": "int",
    "builtins.ord": "int", "builtins.chr": "str", "builtins.repr": "str", "builtins.str": "str", "builtins.any": "bool",
    "builtins.all": "bool", "builtins.callable": "bool", "builtins.hasattr": "bool",
    "datetime.datetime": "datetime", "datetime.datetime.now": "datetime", "datetime.datetime.utcnow": "datetime",
    "datetime.datetime.fromtimestamp": "datetime", "datetime.datetime.strptime": "datetime", "datetime.datetime.fromisoformat": "datetime",
    "datetime.datetime.combine": "datetime", "datetime.date": "date", "datetime.date.today": "date", "datetime.date.fromisoformat": "date",
    "datetime.timedelta": "timedelta", "datetime.time": "time", "decimal.Decimal": "Decimal", "time.time": "float", "uuid.uuid4": "UUID",
    "uuid.uuid1": "UUID", "uuid.UUID": "UUID", "json.dumps": "str", "secrets.token_hex": "str", "secrets.token_urlsafe": "str",
    "secrets.token_bytes": "bytes", "django.utils.timezone.now": "datetime", "django.urls.reverse": "str", "flask.url_for": "str",
    "os.path.join": "str", "os.path.basename": "str", "random.randint": "int", "random.random": "float",
    "django.utils.timezone.localdate": "date", "django.utils.text.slugify": "str", "hmac.compare_digest": "bool",
}  # fmt: skip
"""What functions of libraries return."""

SOMETIMES = {"os.environ.get": "str", "os.getenv": "str", "flask.request.args.get": "str", "flask.request.form.get": "str",
             "flask.request.headers.get": "str", "flask.request.cookies.get": "str"}  # fmt: skip
"""Likewise, or None, or the default that is given."""
FROM_JSON = frozenset({"json.loads", "json.load", "flask.request.get_json"})

METHODS: dict[str, dict[str, str]] = {
    "str": {
        **_each("lower upper strip lstrip rstrip title replace format capitalize join zfill casefold swapcase center ljust rjust "
                         "removeprefix removesuffix expandtabs", "str"),
        **_each("startswith endswith isdigit isalpha isalnum isupper islower isspace isnumeric isidentifier", "bool"),
        **_each("count find rfind index rindex", "int"),
        "encode": "bytes", "split": "list[str]", "rsplit": "list[str]", "splitlines": "list[str]",
    },
    "bytes": {"decode": "str", "hex": "str"},
    "datetime": {"isoformat": "str", "strftime": "str", "date": "date", "replace": "datetime", "timestamp": "float",
                 "astimezone": "datetime", "time": "time", "weekday": "int"},
    "date": {"isoformat": "str", "strftime": "str", "replace": "date", "weekday": "int", "toordinal": "int"},
    "timedelta": {"total_seconds": "float"},
    "int": {"bit_length": "int"},
    "float": {"is_integer": "bool"},
    "Decimal": {"quantize": "Decimal"},
}  # fmt: skip
ATTRIBUTES = {
    "UUID": {"hex": "str", "int": "int"}, "timedelta": {"days": "int", "seconds": "int"},
    "datetime": _each("year month day hour minute second microsecond", "int"),
    "date": _each("year month day", "int"),
}  # fmt: skip

COLUMNS = {
    **_each("String Unicode Text UnicodeText CharField TextField SlugField EmailField URLField FilePathField CHAR VARCHAR TEXT "
                     "FixedCharField", "str"),
    **_each("Integer SmallInteger BigInteger IntegerField SmallIntegerField BigIntegerField PositiveIntegerField "
                     "PositiveSmallIntegerField PositiveBigIntegerField AutoField BigAutoField INTEGER BIGINT", "int"),
    **_each("Boolean BooleanField BOOLEAN", "bool"),
    **_each("Float FloatField DoubleField", "float"), **_each("Numeric DecimalField", "Decimal"),
    **_each("DateTime DateTimeField TIMESTAMP", "datetime"), **_each("Date DateField", "date"),
    **_each("Time TimeField", "time"), **_each("Interval DurationField", "timedelta"),
    **_each("LargeBinary Binary BinaryField BlobField", "bytes"), **_each("UUIDField Uuid", "UUID"),
}  # fmt: skip
"""The types of columns by the last name of what declares them."""
KEYS: Kind = frozenset({"None", "int", "str", "UUID"})
"""What a column that points at another table may hold: keys of more than one kind are declared elsewhere."""

CONVERTERS = {"": "str", "string": "str", "str": "str", "path": "str", "slug": "str", "int": "int", "float": "float", "uuid": "UUID"}
"""What the placeholders of a route give to its handler."""


def joined(*kinds: Kind) -> Kind:
    """What may be either; unknown as soon as one is."""
    return frozenset().union(*kinds) if all(kinds) and kinds else UNKNOWN


def constant(value: object) -> Kind:
    """The kind of a literal."""
    name = "None" if value is None else type(value).__name__
    return frozenset({name}) if name in PLAIN else UNKNOWN


def is_plain(kind: Kind) -> bool:
    """Whether all that a value may be are plain types, or lists of them."""
    return bool(kind) and all(name in PLAIN or (name.startswith("list[") and is_plain(inner(name))) for name in kind)


def list_of(kind: Kind) -> Kind:
    """A list whose items are of a kind."""
    return frozenset({f"list[{' | '.join(sorted(kind))}]"}) if kind else UNKNOWN


def inner(name: str) -> Kind:
    """The kind of the items of ``list[...]``."""
    return frozenset(part.strip() for part in name[len("list[") : -1].split(" | ")) if "list[" not in name[5:] else UNKNOWN


def text(kind: Kind) -> str:
    """A kind as an annotation, classes by their last names; ``""`` for what is not known."""
    shown = sorted((last_names(name) for name in kind), key=lambda name: (name == "None", name))
    return " | ".join(shown)


def last_names(name: str) -> str:
    """``list[shop.models.Order]`` as ``list[Order]``."""
    if name.startswith("list["):
        return f"list[{' | '.join(last_names(part) for part in name[5:-1].split(' | '))}]"
    return name.rpartition(".")[2]


def operated(operator: ast.operator, left: Kind, right: Kind) -> Kind:
    """What an arithmetic operator makes of two kinds, where both are single plain types."""
    if isinstance(operator, ast.Mod) and left == {"str"}:
        return left
    if len(left) != 1 or len(right) != 1:
        return UNKNOWN
    pair = (min(*left, *right), max(*left, *right))
    if left == right and pair[0] in ("int", "float", "Decimal", "str", "timedelta", "bytes") and not isinstance(operator, ast.Div):
        return left
    if isinstance(operator, ast.Div) and set(pair) <= {"int", "float"}:
        return frozenset({"float"})
    if set(pair) == {"datetime", "timedelta"}:
        return frozenset({"datetime"})
    if pair == ("datetime", "datetime") and isinstance(operator, ast.Sub):
        return frozenset({"timedelta"})
    return {("float", "int"): frozenset({"float"}), ("Decimal", "int"): frozenset({"Decimal"})}.get(pair, UNKNOWN)
