"""What a visit has left: on disk, in descriptors, in widgets, in what our own objects hold.

Responsible for: searching; a test says what for. Texts are looked for as UTF-8 and as Qt keeps them. Not for:
memory that was given back to the allocator, which no program can answer for.
"""

from __future__ import annotations

import gc
import os
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

PICTURE_FILES = (b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xdb", b"\x89PNG\r\n\x1a\n")
"""How the files begin that booths make of papers, faces and signatures."""
SHARED = Path("/dev/shm")
_NO_HOLDERS = (types.ModuleType, type, types.CodeType, types.FrameType)
"""They lead to the whole program, and hold nothing of one visit."""


def as_bytes(texts: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(form for text in texts for form in (text.encode(), text.encode("utf-16-le")))


def in_files(folder: Path, needles: Iterable[bytes]) -> list[str]:
    """The files below ``folder`` that hold one of these, in their content or name."""
    wanted, found = tuple(needles), []
    for path in sorted(folder.rglob("*")):
        try:
            content = path.read_bytes() if path.is_file() else b""
        except FileNotFoundError:  # gone meanwhile
            continue
        if any(needle in content or needle in os.fsencode(path) for needle in wanted):
            found.append(str(path.relative_to(folder)))
    return found


def in_open_files(pid: int, needles: Iterable[bytes]) -> list[str]:
    """The same for what a process has open: files without a name too, and shared memory."""
    wanted, found = tuple(needles), []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(entry)
            content = entry.read_bytes() if entry.is_file() else b""
        except OSError:  # closed meanwhile, or nothing that can be read
            continue
        if any(needle in content for needle in wanted):
            found.append(target)
    return found


def shared_memory(beside: int | None = None) -> set[str]:
    """The names in /dev/shm; with ``beside`` without those that another process than this one maps.

    So a database that a test beside this one has started is not taken for what the process left.
    """
    names = {path.name for path in SHARED.iterdir()}
    if beside is not None:
        others = [path for path in Path("/proc").glob("[0-9]*") if path.name != str(beside)]
        names -= {name for process in others for name in _mapped(process)}
    return {name for name in names if (SHARED / name).exists()}


def _mapped(process: Path) -> Iterator[str]:
    try:
        lines = (process / "maps").read_text().splitlines()
    except OSError:  # it has ended, or is not ours
        return
    yield from (Path(line.split(maxsplit=5)[5]).name for line in lines if f" {SHARED}/" in line)


@dataclass(frozen=True)
class Held:
    """An object, and what leads to it: kinds of objects and names."""

    one: object
    way: str


def held_by(roots: Iterable[object], stop: Callable[[object], bool] = lambda one: False) -> Iterator[Held]:
    """All that can be reached from these objects, but for modules, classes and what ``stop`` names."""
    seen: set[int] = set()
    ahead = [Held(root, type(root).__name__) for root in roots]
    while ahead:
        held = ahead.pop()
        one = held.one
        if id(one) in seen or isinstance(one, _NO_HOLDERS) or stop(one):
            continue
        seen.add(id(one))
        yield held
        ahead += [Held(further, f"{held.way}.{name}") for name, further in _holds(one)]


@dataclass(frozen=True)
class Call:
    """A call that some thread is in, with its local variables."""

    name: str
    variables: tuple[tuple[str, object], ...]


def running(*packages: str) -> list[Call]:
    """All calls of these packages that some thread is in."""
    found: list[Call] = []
    for frame in list(sys._current_frames().values()):
        at: types.FrameType | None = frame
        while at is not None:
            if str(at.f_globals.get("__name__", "")).split(".")[0] in packages:
                found.append(Call(at.f_code.co_qualname, tuple(at.f_locals.items())))
            at = at.f_back
    return found


def _holds(one: object) -> Iterator[tuple[str, object]]:
    if isinstance(one, QWidget):
        yield from ((child.objectName(), child) for child in one.findChildren(QObject))
    match one:
        case types.FunctionType():
            yield from (("closure", cell) for cell in one.__closure__ or ())
            yield from (("default", default) for default in one.__defaults__ or ())
        case Call(name, variables):
            yield from ((f"{name}.{variable}", value) for variable, value in variables)
        case dict():
            yield from (
                (str(key) if isinstance(key, str) else "key", value) for key, value in list(one.items())
            )
            yield from (("key", key) for key in list(one))
        case _:
            yield from ((type(further).__name__, further) for further in gc.get_referents(one))


def in_memory(held: Iterable[Held], needles: Iterable[bytes]) -> list[str]:
    """The ways to texts and bytes that hold one of these."""
    wanted = tuple(needles)
    found = []
    for known in held:
        match known.one:
            case str() as text:
                content = text.encode(errors="replace")
            case bytes() | bytearray() as raw:
                content = bytes(raw)
            case _:
                continue
        if any(needle in content for needle in wanted):
            found.append(known.way)
    return found


def in_widgets(window: QWidget, texts: Iterable[str]) -> list[str]:
    """Names of the widgets that say one of these, seen or hidden, in words, tips or properties."""
    wanted, found = tuple(texts), []
    for widget in (window, *window.findChildren(QWidget)):
        said = [
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.toolTip(),
            widget.windowTitle(),
        ]
        text = getattr(widget, "text", None)
        said.append(str(text()) if callable(text) else "")
        said += [str(widget.property(bytes(name.data()).decode())) for name in widget.dynamicPropertyNames()]
        if any(one in line for one in wanted for line in said):
            found.append(widget.objectName() or type(widget).__name__)
    return found


def pictures_in(held: Iterable[Held], least_px: int = 64) -> list[tuple[str, int, int]]:
    """Kind, width and height of every picture that is larger than an icon."""
    found = []
    for known in held:
        match one := known.one:
            case QImage() | QPixmap():
                size = (one.width(), one.height())
            case np.ndarray() if one.dtype == np.uint8 and one.ndim == 3:
                size = (one.shape[1], one.shape[0])
            case _:
                continue
        if min(size) >= least_px:
            found.append((type(one).__name__, *size))
    return sorted(found)
