"""What the two ends of a channel tell each other on its data channel: their whole state, again and again.

Responsible for: the two heartbeat messages. Each carries the sender's *whole* state, so that a lost one costs
nothing: the highest ``seq`` of the current epoch wins. Not for: when to send them (``channel.core``).

The data channel is labelled ``control``, unordered, without retransmits; JSON, at most 1 KiB a message; every
500 ms, and at once at each change, then twice more 40 ms apart.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from channel.wire.ids import Epoch

CONTROL_LABEL = "control"


class DeskState(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="desk"):
    """What the console asks of the booth, and how its own gates toward this booth stand.

    ``listen`` and ``see`` ask the booth to open its microphone and camera; ``see_width`` (pixels) and
    ``see_fps``: a larger picture or a quicker one is of no use here, 0 for no limit; ``talk`` and ``picture``
    report the console's own gates; ``hold`` and ``all_call`` say why. ``paused``: listening is wanted,
    but shut while the officer talks elsewhere in speaker mode. ``shared``: other booths hear that talk as
    well. ``heard_seq`` is the highest ``seq`` seen from the booth, 0 for none. ``picture_reduced`` and
    ``voice_disturbed``: see ``BoothState``. ``wants``: the kind of document that the officer asks for, empty
    for none; ``look``: they want to see it moved before the camera; ``shoot`` grows with each picture of the
    documents' camera that is to be taken at once, as it is.
    """

    epoch: Epoch
    seq: int
    heard_seq: int
    listen: bool = False
    see: bool = False
    see_width: int = 0
    see_fps: int = 0
    talk: bool = False
    picture: bool = False
    hold: bool = False
    all_call: bool = False
    paused: bool = False
    shared: bool = False
    picture_reduced: bool = False
    voice_disturbed: bool = False
    wants: str = ""
    look: bool = False
    shoot: int = 0


class BoothState(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="booth"):
    """How the booth's own gates stand, by its own knowledge.

    ``level`` is the speaking level of the microphone in five steps, 0 to 5, at most 5 times a second, always
    0 while held or before consent. ``camera_fault`` and ``microphone_fault``: the device is missing, so an
    open gate carries nothing. ``step`` names the screen that the participant is on, ``document`` and ``page``
    what is being captured there (empty and 0 for nothing). ``picture_reduced``: the
    link does not carry the sender's full picture, so a smaller one is sent. ``voice_disturbed``: too much of
    the far end's voice does not arrive here, so who speaks there should know.
    """

    epoch: Epoch
    seq: int
    heard_seq: int
    microphone: bool = False
    camera: bool = False
    level: int = 0
    microphone_fault: bool = False
    camera_fault: bool = False
    step: str = ""
    document: str = ""
    page: int = 0
    picture_reduced: bool = False
    voice_disturbed: bool = False


Control: TypeAlias = DeskState | BoothState
