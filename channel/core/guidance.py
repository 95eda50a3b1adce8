"""What the two ends tell each other beside their gates: where the booth stands, what the officer asks it to
show.

Responsible for: these two values, of which the heartbeats (``channel.wire.control``) carry the fields. Not
for: gates (``gates``), nor for what a booth does about a request.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BoothReport:
    """For the desk. ``level``: speaking level of the microphone, 0 to 5; ``step``: the screen that the
    participant is on; ``document`` and ``page``: what is captured there, empty and 0 for nothing."""

    level: int = 0
    step: str = ""
    microphone_fault: bool = False
    camera_fault: bool = False
    document: str = ""
    page: int = 0


@dataclass(frozen=True)
class OfficerRequest:
    """For the booth. ``wants``: the kind of document that is asked for, empty for none; ``look``: something
    is to be moved before the documents' camera; ``shoot`` grows by one for each picture to be taken at once.
    """

    wants: str = ""
    look: bool = False
    shoot: int = 0
