"""How far a visit is. What is shown depends on more: see ``snapshot.Screen``."""

from __future__ import annotations

from enum import StrEnum

from booth_client.core.privacy import Stage


class Step(StrEnum):
    """How far the visit is."""

    READY = "ready"
    CONSENT = "consent"
    CALLING = "calling"
    WAITING = "waiting"
    IN_CALL = "in_call"
    ENDED = "ended"


STAGES = {
    Step.READY: Stage.IDLE,
    Step.CONSENT: Stage.ALONE,
    Step.CALLING: Stage.ALONE,
    Step.WAITING: Stage.ALONE,
    Step.IN_CALL: Stage.IN_CALL,
    Step.ENDED: Stage.OVER,
}
