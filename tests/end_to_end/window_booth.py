"""The booth's real window with its real runtime, in this process.

Responsible for: building both as the program does, and giving them the face of a program, so that the same
simulated participant sits at either. Not for: what the participant does (``tests.helpers.participant``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from pytestqt.qtbot import QtBot

from booth_client.app import build_runtime
from booth_client.config import BoothConfig
from booth_client.controller import BoothController, OwnPictures
from booth_client.core.snapshot import Snapshot
from booth_client.runtime.operator_pin import OperatorPin
from booth_client.views.window import BoothWindow
from channel.qt.bridge import Bridge
from channel.runtime.latest import LatestFrame
from tests.helpers.fingers import Fingers, words_of
from tests.helpers.programs import REPLY_S, Event


class WindowBooth:
    """Attributes as of a ``TouchScreen``, and ``fingers`` at its ``window``. ``stop`` it."""

    def __init__(self, qtbot: QtBot, config: BoothConfig) -> None:
        self.events: list[Event] = []
        self.on_event: Callable[[Event], None] = lambda event: None
        self.runtime = build_runtime(config)
        self._snapshots: Bridge[Snapshot] = Bridge(self.runtime.first_snapshot)
        officer: Bridge[LatestFrame | None] = Bridge(None)
        self.window = BoothWindow(config.texts, kiosk=False)
        self.fingers = Fingers(qtbot, self.window)
        self._controller = BoothController(
            self.window,
            self.runtime,
            self._snapshots,
            officer,
            OwnPictures(self.runtime.own.latest, self.runtime.papers.latest),
            OperatorPin(""),
        )
        self._controller.stepped.connect(self._stepped)
        self.window.own_resized.connect(self.runtime.own.show_at)
        self.window.document_resized.connect(self.runtime.papers.show_at)
        self.runtime.start(self._snapshots.publish, officer.publish)
        self.window.show()

    @property
    def snapshot(self) -> Snapshot:
        return self._snapshots.snapshot

    def stop(self) -> None:
        self.window.close()
        self.runtime.stop()

    def _stepped(self, screen: str, document: str, page: int) -> None:
        event = {
            "at": time.monotonic(),
            "event": "step",
            "screen": screen,
            "document": document,
            "page": page,
        }
        self.events.append(event)
        self.on_event(event)

    # ------------------------------------------------------------ as a program

    def click(self, widget: str) -> Event:
        self.fingers.click(widget)
        return {"event": "clicked"}

    def draw(self, widget: str, points: Sequence[tuple[float, float]]) -> Event:
        self.fingers.draw(widget, points)
        return {"event": "drawn"}

    def wait_for(self, event: str, timeout_s: float = REPLY_S, since: int = 0) -> Event:
        return self.wait_until(lambda e: e["event"] == event, f"the event {event!r}", timeout_s, since)

    def wait_until(
        self, wanted: Callable[[Event], bool], what: str, timeout_s: float = REPLY_S, since: int = 0
    ) -> Event:
        self.fingers.until(lambda: any(map(wanted, self.events[since:])), what, timeout_s)
        return next(event for event in self.events[since:] if wanted(event))

    def wait_widget(self, widget: str, timeout_s: float = REPLY_S, **wanted: object) -> Event:
        self.fingers.until(
            lambda: wanted.items() <= self._read(widget).items(), f"{widget}: {wanted}", timeout_s
        )
        return self._read(widget)

    def _read(self, name: str) -> Event:
        widget = self.fingers.widget(name)
        return {
            "event": "read",
            "text": words_of(widget),
            "visible": widget.isVisible(),
            "enabled": widget.isEnabled(),
        }
