"""Between the officer's window and the runtime.

Responsible for: intents one way, snapshots the other, and the size in which each seat's pictures are wanted.
Not for: what any of them mean. GUI thread only.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Slot

from channel.qt.bridge import Bridge
from channel.wire.ids import VisitId
from cso_console.core.intents import Casework, Intent, OfCase
from cso_console.core.snapshot import DeskSnapshot
from cso_console.views.window import ConsoleWindow

SizePx = tuple[int, int]


class Runtime(Protocol):
    """What the controller needs of ``DeskRuntime``; any thread."""

    def intend(self, intent: Intent) -> None: ...
    def show_at(self, seat: int, width_px: int, height_px: int) -> None: ...


class Controller(QObject):
    """Joins the two for as long as it lives."""

    def __init__(self, window: ConsoleWindow, runtime: Runtime, bridge: Bridge[DeskSnapshot]) -> None:
        super().__init__(window)
        self._window = window
        self._runtime = runtime
        self._bridge = bridge
        self._focus: int | None = None
        self._visit: VisitId | None = None
        """Whose case is on the screen."""
        self._focus_px: SizePx = (0, 0)
        self._tiles_px: dict[int, SizePx] = {}
        self._asked_px: dict[int, SizePx] = {}
        window.intended.connect(self._intended)
        window.tile_resized.connect(self._tile_resized)
        window.focus_resized.connect(self._focus_resized)
        bridge.changed.connect(self._snapshot_changed)
        self._snapshot_changed()

    @Slot(object)
    def _intended(self, intent: Intent) -> None:
        """The focus may move by itself between a look and a key: then nothing is decided about another."""
        if isinstance(intent, Casework) and self._visit is not None:
            intent = OfCase(self._visit, intent)
        self._runtime.intend(intent)

    @Slot()
    def _snapshot_changed(self) -> None:
        snapshot = self._bridge.snapshot
        self._window.render(snapshot)
        self._visit = None if snapshot.case is None else snapshot.case.visit
        if snapshot.focus != self._focus:
            self._focus = snapshot.focus
            self._ask_sizes()

    @Slot(int, int, int)
    def _tile_resized(self, seat: int, width_px: int, height_px: int) -> None:
        self._tiles_px[seat] = (width_px, height_px)
        self._ask_sizes()

    @Slot(int, int)
    def _focus_resized(self, width_px: int, height_px: int) -> None:
        self._focus_px = (width_px, height_px)
        self._ask_sizes()

    def _ask_sizes(self) -> None:
        """The seat in focus is decoded once, at the larger of its two sizes; its tile scales down."""
        wanted = dict(self._tiles_px)
        if self._focus is not None:
            wanted[self._focus] = max(wanted.get(self._focus, (0, 0)), self._focus_px)
        for seat, size_px in wanted.items():
            if self._asked_px.get(seat) != size_px:
                self._asked_px[seat] = size_px
                self._runtime.show_at(seat, *size_px)
