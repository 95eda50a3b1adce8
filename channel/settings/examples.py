"""A program's settings as a commented TOML file, the answer to ``--print-config``.

Responsible for: writing each key with its description, what it allows and its default, so that the file loads
as it stands. Not for: reading (``files``).

A key's description is its ``Meta(description=…)``; a table's may also be the Struct's docstring. A key
without a default needs ``Meta(examples=[…])``. What has no value yet (``None``, an empty list of tables) is
written as a comment to be opened, with its example if it has one. A key that breaks these rules is a mistake
in the program: ``TypeError``.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from channel.settings import allowed

_WIDTH = 100


def example(struct: type[msgspec.Struct]) -> str:
    """The commented file for ``struct``; ``files.load`` reads it back as the defaults."""
    return "\n".join(_lines_of_table(struct, None, "")).strip() + "\n"


def _lines_of_table(cls: type, given: object | None, place: str) -> Iterator[str]:
    """The keys of the Struct ``cls``, valued as in ``given`` (None: as by default); its tables come last."""
    kinds = {field.name: field.type for field in _struct_kind(cls).fields}
    tables = []
    for field in msgspec.structs.fields(cls):
        kind = kinds[field.name]
        value = _default(field) if given is None else getattr(given, field.name)
        struct = _struct_within(kind)
        if struct is None:
            yield from _lines_of_key(f"{cls.__name__}.{field.name}", field.encode_name, kind, value)
        else:
            tables.append((place + field.encode_name, kind, struct, value))
    for table in tables:
        yield from _lines_of_tables(*table)


def _lines_of_key(named: str, key: str, kind: inspect.Type, value: object) -> Iterator[str]:
    extra = _extra(kind)
    if "description" not in extra:
        raise TypeError(f"{named} has no Meta(description=…)")
    if value is msgspec.NODEFAULT:
        if not extra.get("examples"):
            raise TypeError(f"{named} has neither a default nor Meta(examples=[…])")
        value = extra["examples"][0]
    yield ""
    yield from _comment(extra["description"])
    yield from _comment(f"Allowed: {allowed.words(kind)}.")
    if value is None:
        yield f"#{key} = {_toml(extra['examples'][0])}" if extra.get("examples") else f"#{key} ="
    else:
        yield f"{key} = {_toml(value)}"


def _lines_of_tables(place: str, kind: inspect.Type, struct: inspect.StructType, value: Any) -> Iterator[str]:
    """A field that holds a table, a list of tables, or tables by name."""
    given = None if value is msgspec.NODEFAULT else value
    match _bare(kind):
        case inspect.StructType():
            tables = [(f"[{place}]", given)]
        case inspect.UnionType():
            tables = [(f"[{place}]", given)] if given else []
            model = f"[{place}]"
        case inspect.DictType():
            tables = [(f"[{place}.{_toml_key(name)}]", entry) for name, entry in (given or {}).items()]
            model = f"[{place}.NAME]"
        case _:
            tables = [(f"[[{place}]]", entry) for entry in given or ()]
            model = f"[[{place}]]"
    about = _extra(kind).get("description") or (struct.cls.__doc__ or "").partition("\n\n")[0]
    yield from ("", "", *_comment(about))
    for header, entry in tables:
        yield header
        yield from _lines_of_table(struct.cls, entry, header.strip("[]") + ".")
    if not tables:
        for line in (model, *_lines_of_table(struct.cls, None, model.strip("[]") + ".")):
            yield line if line.startswith("#") or not line else f"#{line}"


def _struct_kind(cls: type) -> inspect.StructType:
    kind = inspect.type_info(cls)
    assert isinstance(kind, inspect.StructType)
    return kind


def _struct_within(kind: inspect.Type) -> inspect.StructType | None:
    match kind:
        case inspect.StructType():
            return kind
        case inspect.Metadata(type=inner):
            return _struct_within(inner)
        case inspect.ListType(item_type=inner) | inspect.VarTupleType(item_type=inner):
            return _struct_within(inner)
        case inspect.DictType(value_type=inner):
            return _struct_within(inner)
        case inspect.UnionType(types=types):
            return next(filter(None, map(_struct_within, types)), None)
        case _:
            return None


def _bare(kind: inspect.Type) -> inspect.Type:
    return _bare(kind.type) if isinstance(kind, inspect.Metadata) else kind


def _extra(kind: inspect.Type) -> dict[str, Any]:
    """What the field's ``Meta`` says for people: description and examples."""
    return (kind.extra_json_schema or {}) if isinstance(kind, inspect.Metadata) else {}


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return field.default


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ")


def _toml(value: object) -> str:
    match value:
        case Enum():
            return _toml(value.value)
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case date():
            return value.isoformat()
        case str() | Path():
            return _toml_string(str(value))
        case list() | tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case dict():
            return "{" + ", ".join(f"{_toml_key(key)} = {_toml(one)}" for key, one in value.items()) + "}"
        case _:
            raise TypeError(f"{type(value).__name__} has no place in a settings file")


def _toml_string(text: str) -> str:
    """A basic string. JSON's escapes are TOML's, except that TOML escapes DEL too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _toml_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _toml_string(key)
