"""Whether the far end of a link still gives signs of life.

Responsible for: the two limits, silent and lost. A sign of life is a heartbeat or any authenticated media
packet: on a link that loses a fifth of its packets four heartbeats in a row go missing about eleven times
an hour. Not for: what follows from silence (``gates``, ``negotiation``).
"""

from __future__ import annotations

from enum import Enum

HEARTBEAT_S = 0.5
SILENT_AFTER_S = 2.0
LOST_AFTER_S = 5.0


class Life(Enum):
    """How long ago the far end last gave a sign of life."""

    ALIVE = "alive"
    SILENT = "silent"
    LOST = "lost"


def life(last_sign_s: float, now_s: float) -> Life:
    """The state of a link whose last sign of life came at ``last_sign_s``."""
    age_s = now_s - last_sign_s
    if age_s < SILENT_AFTER_S:
        return Life.ALIVE
    if age_s < LOST_AFTER_S:
        return Life.SILENT
    return Life.LOST
