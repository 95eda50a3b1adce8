"""Settings as a program might have them, for the tests of `channel.settings`."""

from __future__ import annotations

from datetime import date
from enum import Enum
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every table of a settings file is."""


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"


class Camera(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The camera that looks at the participant."""

    width_px: Annotated[int, Meta(description="Width of the picture.", ge=160, le=1920)] = 640
    gain: Annotated[float, Meta(description="Brightness", gt=0)] = 1.0
    mirrored: Annotated[bool, Meta(description="Show it as in a mirror.")] = True
    side: Annotated[Side, Meta(description="Where it stands.")] = Side.LEFT


class Booth(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One booth of the branch."""

    number: Annotated[int, Meta(description="Number on its door.", ge=1, le=99, examples=[7])]
    note: Annotated[str, Meta(description="For the branch itself.", max_length=20)] = ""

    def __post_init__(self) -> None:
        if self.note.isspace():
            raise ValueError("note has nothing but spaces.")


class Branch(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that a settings file may hold, in one."""

    url: Annotated[str, Meta(description="Where the server listens.", examples=["wss://server.example"])]
    language: Annotated[Literal["id", "en"], Meta(description="First language.")] = "id"
    authority: Annotated[Path | None, Meta(description="The branch's own authority.")] = None
    since: Annotated[date, Meta(description="The day it was opened.")] = date(2026, 5, 4)
    log_folder: Annotated[Path, Meta(description="Where the log goes.")] = Path("log")
    turns: Annotated[tuple[str, ...], Meta(description="TURN servers.", max_length=2)] = ()
    retry: Annotated[int | Literal["never"], Meta(description="Seconds, or never.")] = "never"
    camera: Camera = Camera()
    spare_camera: Annotated[Camera | None, Meta(description="A second camera.")] = None
    booths: Annotated[tuple[Booth, ...], Meta(description="The booths.", max_length=3)] = ()
    named: Annotated[dict[str, Booth], Meta(description="Booths by name.")] = {}

    def __post_init__(self) -> None:
        numbers = [booth.number for booth in self.booths]
        if len(numbers) != len(set(numbers)):
            raise ValueError("two booths have the same number.")
