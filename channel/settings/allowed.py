"""What a settings key allows, as words for a person: the second half of every ``SettingsError``.

Responsible for: turning a type with its limits into "a whole number from 1 to 65535".
Not for: checking values (``files`` asks msgspec).
"""

from __future__ import annotations

from pathlib import Path

from msgspec import inspect


def words(kind: inspect.Type) -> str:
    """The values that ``kind`` admits, as the end of the sentence "it must be …"."""
    match kind:
        case inspect.Metadata(type=inner):
            return words(inner)
        case inspect.BoolType():
            return "true or false"
        case inspect.IntType():
            return "a whole number" + _range(kind)
        case inspect.FloatType():
            return "a number" + _range(kind)
        case inspect.StrType():
            form = f" of the form {kind.pattern}" if kind.pattern else ""
            return "text" + _length(kind, "characters") + form
        case inspect.LiteralType(values=values):
            return _one_of(values)
        case inspect.EnumType(cls=cls):
            return _one_of(tuple(member.value for member in cls))
        case inspect.DateType():
            return "a date such as 2024-01-31"
        case inspect.CustomType(cls=cls) if cls is Path:
            return "the path of a file or folder"
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            return f"a list{_length(kind, 'entries')}, each entry {words(item)}"
        case inspect.TupleType(item_types=items):
            return f"a list of exactly {len(items)}: " + ", ".join(words(item) for item in items)
        case inspect.DictType(value_type=value):
            return f"a table, each value {words(value)}"
        case inspect.StructType():
            return "a table"
        case inspect.UnionType(types=types):
            return " or ".join(words(one) for one in types if not isinstance(one, inspect.NoneType))
        case _:
            raise TypeError(f"{type(kind).__name__} has no place in a settings file")


def _range(kind: inspect.IntType | inspect.FloatType) -> str:
    if kind.ge is not None and kind.le is not None:
        return f" from {kind.ge} to {kind.le}"
    limits = [
        f"{text} {limit}"
        for text, limit in (
            ("at least", kind.ge),
            ("more than", kind.gt),
            ("at most", kind.le),
            ("less than", kind.lt),
            ("a multiple of", kind.multiple_of),
        )
        if limit is not None
    ]
    return ", " + " and ".join(limits) if limits else ""


def _length(kind: inspect.StrType | inspect.ListType | inspect.VarTupleType, of_what: str) -> str:
    least, most = kind.min_length, kind.max_length
    if least is not None and most is not None:
        return f" of {least} to {most} {of_what}"
    if most is not None:
        return f" of at most {most} {of_what}"
    if least == 1:
        return " that is not empty"
    return f" of at least {least} {of_what}" if least is not None else ""


def _one_of(values: tuple[object, ...]) -> str:
    return "one of " + ", ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in values)
