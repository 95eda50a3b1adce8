"""The commented example of a settings file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from channel.settings import files
from tests.channel.settings.structs import Booth, Branch, Camera, Side, Table


def opened(text: str) -> str:
    """The example with every closed key opened that has a value or is a table."""
    lines = text.splitlines()
    return "\n".join(
        line[1:] if line.startswith("#") and line[1:2] not in ("", " ") and not line.endswith("=") else line
        for line in lines
    )


def loaded(folder: Path, text: str) -> Branch:
    path = folder / "branch.toml"
    path.write_text(text, encoding="utf-8")
    return files.load(Branch, path)


def test_the_example_loads_as_the_defaults(tmp_path: Path) -> None:
    assert loaded(tmp_path, files.example(Branch)) == Branch(
        url="wss://server.example", log_folder=tmp_path / "log"
    )


def test_the_closed_tables_of_the_example_load_when_opened(tmp_path: Path) -> None:
    settings = loaded(tmp_path, opened(files.example(Branch)))
    assert settings.booths == (Booth(number=7),)
    assert settings.named == {"NAME": Booth(number=7)}
    assert settings.spare_camera == Camera()


def test_every_key_stands_under_its_description_and_what_it_allows() -> None:
    lines = files.example(Camera).splitlines()
    key = lines.index("width_px = 640")
    assert lines[key - 2 : key] == ["# Width of the picture.", "# Allowed: a whole number from 160 to 1920."]


def test_a_table_is_described_by_its_struct_unless_the_key_says_it() -> None:
    lines = files.example(Branch).splitlines()
    assert lines[lines.index("[camera]") - 1] == "# The camera that looks at the participant."
    assert lines[lines.index("#[spare_camera]") - 1] == "# A second camera."


def test_a_key_that_has_no_value_yet_shows_its_example() -> None:
    class Place(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
        """A place."""

        plan: Annotated[Path | None, Meta(description="Its plan.", examples=["plan.png"])] = None
        note: Annotated[str | None, Meta(description="A note.")] = None

    lines = files.example(Place).splitlines()
    assert '#plan = "plan.png"' in lines
    assert "#note =" in lines


def test_defaults_of_tables_are_written_open(tmp_path: Path) -> None:
    class Street(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
        booths: tuple[Booth, ...] = (Booth(number=1), Booth(number=2))
        named: dict[str, Booth] = msgspec.field(default_factory=lambda: {"by the door": Booth(number=3)})
        camera: Camera | None = Camera(side=Side.RIGHT)

    path = tmp_path / "street.toml"
    path.write_text(files.example(Street), encoding="utf-8")
    assert files.load(Street, path) == Street()


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**63), 2**63 - 1),
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.booleans()),
)
def test_any_default_is_written_as_toml(text: str, number: float, whole: int, flags: dict[str, bool]) -> None:
    values = {"text": text, "number": number, "whole": whole, "flags": flags}
    kinds = {"text": str, "number": float, "whole": int, "flags": dict[str, bool]}
    anything = msgspec.defstruct(
        "Anything",
        [
            (key, Annotated[kinds[key], Meta(description=key, examples=[value])])
            for key, value in values.items()
        ],
    )
    assert tomllib.loads(files.example(anything)) == values


def test_a_key_without_description_or_value_is_a_mistake_in_the_program() -> None:
    class Bare(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
        key: int = 0

    class Blank(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
        key: Annotated[int, Meta(description="A key")]

    with pytest.raises(TypeError, match=r"Bare\.key has no Meta"):
        files.example(Bare)
    with pytest.raises(TypeError, match=r"Blank\.key has neither a default nor Meta"):
        files.example(Blank)
