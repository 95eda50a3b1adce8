"""How far a visit is. What is shown depends on more: see ``snapshot.Screen``."""

from __future__ import annotations

from enum import StrEnum

from booth_client.core.privacy import Stage
from channel.wire.messages import BoothCondition


class Step(StrEnum):
    """How far the visit is."""

    READY = "ready"
    CONSENT = "consent"
    CALLING = "calling"
    WAITING = "waiting"
    IN_CALL = "in_call"
    CLOSING = "closing"
    """The visit is over for the server, and decided: summary, slip and rating go on without it."""
    ENDED = "ended"


STAGES = {
    Step.READY: Stage.IDLE,
    Step.CONSENT: Stage.ALONE,
    Step.CALLING: Stage.ALONE,
    Step.WAITING: Stage.ALONE,
    Step.IN_CALL: Stage.IN_CALL,
    Step.CLOSING: Stage.OVER,
    Step.ENDED: Stage.OVER,
}
CONDITIONS = {Step.CLOSING: BoothCondition.CLEANING, Step.ENDED: BoothCondition.CLEANING}
"""What the server is told of a booth that works; otherwise it is ready."""
