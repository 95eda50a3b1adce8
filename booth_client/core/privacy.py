"""The privacy line: who hears and who sees the participant, as one pure function of the gates.

Responsible for: choosing the row of the table in the design. Not for: its words (``views.privacy_words``).

Exposure comes first and from the booth's own gates alone: an open microphone is *heard* whatever else is
known or not known, so that the line can never claim less exposure than the gates have.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from booth_client.core.call import Call
from booth_client.core.events import Link
from booth_client.core.faults import DeviceFaults
from booth_client.core.snapshot import Device, PrivacyLine, PrivacyState
from channel.core.gates import BoothGates
from channel.wire.control import DeskState


class Stage(StrEnum):
    """How far the visit is, as far as the line is concerned."""

    IDLE = "idle"
    FAULT = "fault"
    ALONE = "alone"
    """A visit without an officer: consent, calling, waiting."""
    IN_CALL = "in_call"
    OVER = "over"


@dataclass(frozen=True)
class Facts:
    """All that the line depends on. ``desk`` None: nothing fresh is known of the officer's console."""

    stage: Stage
    gates: BoothGates
    link: Link | None = None
    desk: DeskState | None = None
    microphone_works: bool = True
    camera_works: bool = True
    papers_shown: bool = False
    """The officer's live look: the documents' camera feeds the gate in place of the other one."""
    officer: str = ""
    supervisor: str = ""


def facts_of(stage: Stage, call: Call | None, faults: DeviceFaults, *, papers_shown: bool) -> Facts:
    return Facts(
        stage=stage,
        gates=BoothGates() if call is None else call.gates,
        link=None if call is None else call.link,
        desk=None if call is None else call.desk,
        microphone_works=faults.works(Device.MICROPHONE),
        camera_works=faults.works(Device.CAMERA),
        papers_shown=papers_shown,
        officer="" if call is None else call.officer,
    )


_WITHOUT_CHANNEL = {
    Stage.IDLE: PrivacyState.OFF,
    Stage.FAULT: PrivacyState.FAULT,
    Stage.ALONE: PrivacyState.NO_OFFICER,
    Stage.OVER: PrivacyState.OVER,
}


def privacy_line(facts: Facts) -> PrivacyLine:
    """The row for these facts."""
    heard = facts.gates.microphone and facts.microphone_works
    seen = facts.gates.camera and (facts.camera_works or facts.papers_shown)
    return PrivacyLine(_state(facts, heard, seen), facts.officer, facts.supervisor, heard, seen)


def _state(facts: Facts, heard: bool, seen: bool) -> PrivacyState:
    if heard:
        return PrivacyState.TWO_OFFICERS if facts.supervisor else PrivacyState.HEARD
    known = facts.stage is Stage.IN_CALL and facts.link is Link.UP and facts.desk is not None
    if known and facts.desk is not None:
        if facts.desk.all_call:
            return PrivacyState.ALL_CALL
        if facts.desk.talk:
            return PrivacyState.TALK_SHARED if facts.desk.shared else PrivacyState.TALK_ONLY
        return PrivacyState.SEEN_ONLY if seen else PrivacyState.SHUT
    if seen:
        return PrivacyState.SEEN_ONLY
    if facts.stage is Stage.IN_CALL:
        return PrivacyState.UNKNOWN if facts.link is Link.LOST else PrivacyState.NO_OFFICER
    return _WITHOUT_CHANNEL[facts.stage]
