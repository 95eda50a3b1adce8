"""Settings files: TOML into frozen msgspec Structs, with errors that the branch's IT can act on.

Responsible for: reading a file (``load``), the values without one (``defaults``), files that hold one secret
(``read_secret``), and the sentence that names file, key and what is allowed. Not for: the commented example
(``examples``), the command line (``command_line``), or what the keys mean (each program's ``config``).

A Struct is ``frozen, kw_only, forbid_unknown_fields``; a field may be bool, int, float, str, date, Path,
Literal, Enum, a list or tuple of these, a nested Struct (a table), ``tuple[Struct, ...]`` (``[[tables]]``),
``dict[str, …]``, or one of these ``| None``. A relative Path is meant from the file's own folder.
A ``ValueError`` from ``__post_init__`` becomes a ``SettingsError`` with its text: write it as a sentence.
"""

from __future__ import annotations

import difflib
import math
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from channel.settings import allowed
from channel.settings.examples import example

__all__ = ["SettingsError", "defaults", "example", "load", "loads", "read_secret"]

Settings = TypeVar("Settings", bound=msgspec.Struct)
Hook = Callable[[type, object], object]


class SettingsError(Exception):
    """One sentence for the person who wrote the file. It never repeats text values: they may be secret."""


def load(struct: type[Settings], path: Path) -> Settings:
    """The settings in ``path``. Raises ``SettingsError``."""
    return loads(struct, _text_of(path), source=str(path), folder=path.parent)


def loads(struct: type[Settings], text: str, *, source: str, folder: Path) -> Settings:
    """The settings in ``text`` as if it were a file in ``folder``; ``source`` begins what it complains of.

    Raises ``SettingsError``.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{source}: is not TOML: {error}.") from None
    return _convert(struct, tables, source=source, folder=folder)


def read_secret(path: Path) -> str:
    """What a file holds that has nothing but a token or a password. Raises ``SettingsError``."""
    secret = _text_of(path).strip()
    if not secret:
        raise SettingsError(f"{path}: is empty; it must hold the token or password.")
    return secret


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsError(f"{path}: there is no such file.") from None
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: is not text in UTF-8.") from None


def defaults(struct: type[Settings]) -> Settings:
    """The settings where there is no file. Raises ``SettingsError`` when a key has no default."""
    return _convert(struct, {}, source="no --config FILE was given", folder=Path())


def _convert(struct: type[Settings], tables: dict[str, Any], *, source: str, folder: Path) -> Settings:
    def from_text(cls: type, text: object) -> object:
        """Called for Path alone. What is not text goes back as it is, and msgspec refuses it."""
        return Path(text) if cls is Path and isinstance(text, str) else text

    for complaint in _of_table(struct, tables, "", from_text):
        raise SettingsError(f"{source}: {complaint}")
    try:
        return _placed(msgspec.convert(tables, struct, dec_hook=from_text), folder)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{source}: {error.__cause__ or error}") from None


def _placed(settings: Settings, folder: Path) -> Settings:
    """The same settings with each relative Path, a default's too, meant from ``folder``."""

    def place(value: object) -> object:
        match value:
            case Path():
                return folder / value
            case msgspec.Struct():
                return _placed(value, folder)
            case list() | tuple():
                return type(value)(place(one) for one in value)
            case dict():
                return {name: place(one) for name, one in value.items()}
            case _:
                return value

    return msgspec.structs.replace(
        settings, **{name: place(getattr(settings, name)) for name in settings.__struct_fields__}
    )


def _of_table(cls: type, table: dict[str, Any], place: str, hook: Hook) -> Iterator[str]:
    """The complaints about a table meant for the Struct ``cls``; ``place`` is "" or ends in a dot."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(cls)}
    for name in table:
        if name not in fields:
            nearest = ", ".join(_nearest_first(name, fields))
            yield f'there is no key "{place}{name}"; allowed here: {nearest}.'
    for name, field in fields.items():
        if name in table:
            yield from _of_value(field.type, table[name], place + name, hook)
        elif field.required:
            must = allowed.words(inspect.type_info(field.type))
            yield f'the key "{place}{name}" is missing; it must be {must}.'


def _of_value(annotation: Any, value: object, key: str, hook: Hook) -> Iterator[str]:
    kind = inspect.type_info(annotation)
    for cls, table, place in _tables_within(kind, value, key):
        yield from _of_table(cls, table, f"{place}.", hook)
        try:
            msgspec.convert(table, cls, dec_hook=hook)
        except msgspec.ValidationError as error:
            if error.__cause__ is not None:
                yield f'"{place}": {error.__cause__}'
    try:
        if isinstance(value, float) and not math.isfinite(value):
            raise msgspec.ValidationError
        msgspec.convert(value, annotation, dec_hook=hook)
    except msgspec.ValidationError as error:
        if error.__cause__ is not None:  # a rule of the program's own, from __post_init__
            yield f'"{key}": {error.__cause__}'
        else:
            bare = kind.type if isinstance(kind, inspect.Metadata) else kind
            numbers = isinstance(bare, inspect.IntType | inspect.FloatType) and isinstance(value, int | float)
            shown = f", not {str(value).lower()}" if numbers else ""  # True is written true in the file
            yield f'"{key}" must be {allowed.words(kind)}{shown}.'


def _tables_within(kind: inspect.Type, value: object, key: str) -> Iterator[tuple[type, dict[str, Any], str]]:
    """Each table in ``value`` that is meant for a Struct, with the Struct and its dotted key."""
    match kind, value:
        case inspect.Metadata(type=inner), _:
            yield from _tables_within(inner, value, key)
        case inspect.UnionType(types=types), _:
            for one in types:
                yield from _tables_within(one, value, key)
        case inspect.StructType(cls=cls), dict():
            yield cls, value, key
        case ((inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item)), list()):
            for index, entry in enumerate(value, start=1):
                yield from _tables_within(item, entry, f"{key}[{index}]")
        case inspect.DictType(value_type=item), dict():
            for name, entry in value.items():
                yield from _tables_within(item, entry, f"{key}.{name}")
        case _:
            return


def _nearest_first(name: str, allowed_names: Iterable[str]) -> list[str]:
    def likeness(candidate: str) -> float:
        return difflib.SequenceMatcher(None, name, candidate).ratio()

    return sorted(allowed_names, key=likeness, reverse=True)
