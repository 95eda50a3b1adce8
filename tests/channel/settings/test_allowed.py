"""What a key allows, in words."""

from __future__ import annotations

from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import pytest
from msgspec import Meta

from channel.settings import allowed


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (bool, "true or false"),
        (int, "a whole number"),
        (Annotated[int, Meta(ge=1, le=6)], "a whole number from 1 to 6"),
        (Annotated[int, Meta(gt=0, lt=7)], "a whole number, more than 0 and less than 7"),
        (Annotated[float, Meta(ge=0.5)], "a number, at least 0.5"),
        (Annotated[int, Meta(multiple_of=10)], "a whole number, a multiple of 10"),
        (str, "text"),
        (Annotated[str, Meta(min_length=1)], "text that is not empty"),
        (Annotated[str, Meta(min_length=2)], "text of at least 2 characters"),
        (Annotated[str, Meta(min_length=1, max_length=64)], "text of 1 to 64 characters"),
        (Annotated[str, Meta(pattern="^[a-z]+$")], "text of the form ^[a-z]+$"),
        (Literal["id", "en"], 'one of "en", "id"'),
        (Literal[5, 10], "one of 5, 10"),
        (Side, 'one of "left", "right"'),
        (date, "a date such as 2024-01-31"),
        (Path, "the path of a file or folder"),
        (Path | None, "the path of a file or folder"),
        (int | str | None, "a whole number or text"),
        (list[str], "a list, each entry text"),
        (
            Annotated[tuple[int, ...], Meta(max_length=6)],
            "a list of at most 6 entries, each entry a whole number",
        ),
        (tuple[int, str], "a list of exactly 2: a whole number, text"),
        (dict[str, bool], "a table, each value true or false"),
    ],
)
def test_a_kind_of_value_in_words(kind: Any, words: str) -> None:
    assert allowed.words(msgspec.inspect.type_info(kind)) == words


def test_a_kind_without_words_is_a_mistake_in_the_program() -> None:
    with pytest.raises(TypeError, match="BytesType has no place in a settings file"):
        allowed.words(msgspec.inspect.type_info(bytes))
