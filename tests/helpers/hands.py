"""The hands of a simulated participant: they learn from the booth's program what it asks for.

Responsible for: telling the simulated documents' camera (``hardware/simulated/participant.py``). Not for:
clicks, which are the test's or the demo's.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.helpers.programs import Event, TouchScreen

_AT_A_SCREEN = {"identity": "ticket 1", "look": "look 1"}
"""What is laid down where the booth asks for no document of a claim."""


class Hands:
    """Of one booth; ``asked`` is the file that its camera reads (``Branch.asked``)."""

    def __init__(self, booth: TouchScreen, asked: Path) -> None:
        self._asked = asked
        booth.on_event = self._follow

    def _follow(self, event: Event) -> None:
        if event["event"] == "step":
            what = f"{event['document']} {event['page']}" if event["document"] else ""
            self._lay(what or _AT_A_SCREEN.get(event["screen"], ""))

    def _lay(self, what: str) -> None:
        fresh = self._asked.with_suffix(".new")
        fresh.write_text(what)
        os.replace(fresh, self._asked)  # the camera never reads half of it
