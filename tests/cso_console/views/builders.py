"""Snapshots to look at: one for each picture of the design, and single tiles in every state.

Responsible for: values only. Not for: windows (``conftest``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from channel.core.link_quality import NOT_CONNECTED, LinkQuality, Reason
from channel.wire.ids import BoothId, VisitId
from channel.wire.link_level import LinkLevel
from cso_console.core.snapshot import (
    AllCall,
    AudioMode,
    Connection,
    DeskSnapshot,
    Devices,
    LinkFigures,
    Need,
    NeedKind,
    Tile,
    TileState,
    Today,
    Waiting,
)

DEVICES = Devices(
    microphone="USB, meja",
    microphone_ok=True,
    speaker="Bawaan layar",
    speaker_ok=True,
    camera="720p",
    camera_ok=True,
    microphones=(
        ("device:default", "Bawaan sistem"),
        ("device:usb", "USB, meja"),
        ("device:long", "Mikrofon " * 8),
    ),
    speakers=(("device:default", "Bawaan layar"), ("device:usb", "Headset USB")),
    cameras=(("device:0", "720p"),),
)


CLEAN = LinkFigures(0.0, 0.0, 24.0, 40.0, (640, 360), 25.0, 652.0, 648.0)
THIN = LinkFigures(0.012, 0.03, 128.0, 40.0, (320, 180), 12.4, 218.0, 196.0)


def quality(*reasons: Reason) -> LinkQuality:
    """As the watch would judge it."""
    pictures = all(reason.value.startswith("picture") for reason in reasons)
    return LinkQuality(LinkLevel.PICTURE_REDUCED if pictures else LinkLevel.VOICE_DISTURBED, reasons)


REDUCED = quality(Reason.PICTURE_SEEN)


def free(seat: int, **fields: Any) -> Tile:
    return Tile(seat=seat, number=seat, booth=BoothId(f"booth-{seat}"), **fields)


def served(seat: int, **fields: Any) -> Tile:
    """A seat with a channel and a live picture, parked unless told otherwise."""
    usual: dict[str, Any] = {
        "state": TileState.SERVED,
        "has_channel": True,
        "picture_open": True,
        "addressed_s": 10.0 * seat,
        "next_sign_s": 24.0,
        "waited_s": 372.0,
        "served_s": 130.0 + seat,
        "step": "parked",
        "figures": CLEAN,
    }
    return free(seat, **{**usual, **fields})


HELD = served(1, state=TileState.HOLD, hold=True, picture_open=False, addressed_s=185, step="hold")
PARKED = served(2, addressed_s=31)
TALK = served(
    4,
    state=TileState.TALK,
    talk=True,
    listen=True,
    addressed_s=0,
    step="call",
    next_sign_s=0.0,
)
HELP = served(5, state=TileState.HELP, help=True, help_s=42, next=True, language="en")
LOST = served(
    6, state=TileState.DISCONNECTED, picture_open=False, addressed_s=48, quality=NOT_CONNECTED, lost_s=8
)
FAULT = free(6, state=TileState.FAULT, fault_code="D-04", fault_at=1_790_000_000.0)

QUEUE = (
    Waiting(VisitId("visit-a"), 7, 372, False),
    Waiting(VisitId("visit-b"), 8, 300, True),
    Waiting(VisitId("visit-c"), 9, 120, False),
    Waiting(VisitId("visit-d"), 10, 12, False),
)


def online(**fields: Any) -> DeskSnapshot:
    usual: dict[str, Any] = {
        "connection": Connection.ONLINE,
        "branch": "Cabang Teladan Kota",
        "officer_name": "Sari Wulandari",
        "devices": DEVICES,
        "today": Today(12, 190, 265),
    }
    return DeskSnapshot(**{**usual, **fields})


def six(**fields: Any) -> DeskSnapshot:
    """``console-six.png``."""
    usual: dict[str, Any] = {
        "tiles": (HELD, PARKED, served(3, addressed_s=108, quality=REDUCED, figures=THIN), TALK, HELP, LOST),
        "focus": 2,
        "talk_s": 134,
        "need": Need(5, 5, NeedKind.HELP, 42),
        "waiting": QUEUE,
    }
    return online(**{**usual, **fields})


def idle(**fields: Any) -> DeskSnapshot:
    """``console-idle.png``."""
    tiles = (free(1), free(2), free(3, state=TileState.CLEANING), free(4), free(5), FAULT)
    return online(**{"tiles": tiles, **fields})


def single(**fields: Any) -> DeskSnapshot:
    """``console-single.png``."""
    tile = replace(TALK, seat=1, number=1)
    tiles = (tile, *(Tile(seat=seat) for seat in range(2, 7)))
    return online(**{"tiles": tiles, "capacity": 1, "focus": 1, "talk_s": 96, "waiting": QUEUE[:2], **fields})


def states() -> tuple[DeskSnapshot, ...]:
    """``console-tile-states.png`` and the states that came later, six to a window."""
    first = (
        free(1),
        served(2, state=TileState.CALLING, next=True, addressed_s=6, step="call"),
        served(3, addressed_s=31),
        TALK,
        served(5, state=TileState.LISTEN, listen=True, addressed_s=12),
        served(6, state=TileState.LISTEN_PAUSED, listen_paused=True, addressed_s=20),
    )
    second = (
        HELD,
        served(2, state=TileState.HELP, help=True, help_s=42, next=True),
        served(3, state=TileState.HELP, help=True, help_s=11),
        served(
            4,
            state=TileState.PICTURE_HELD,
            picture_held=True,
            addressed_s=3,
            quality=quality(Reason.PICTURE_HELD),
        ),
        replace(LOST, seat=5, number=5),
        FAULT,
    )
    third = (
        free(1, state=TileState.OFFLINE),
        free(2, state=TileState.WAITING),
        free(3, state=TileState.CLEANING),
        free(4, state=TileState.SERVED_ELSEWHERE),
        served(5, camera_fault=True, microphone_fault=True, picture_open=False),
        Tile(seat=6),
    )
    waiting = (Waiting(VisitId("visit-2"), 2, 75, False),)
    return (
        online(tiles=first, talk_s=134, need=Need(2, 2, NeedKind.CALLING, 6)),
        online(tiles=second, need=Need(2, 2, NeedKind.HELP, 42)),
        online(tiles=third, waiting=waiting),
    )


def links() -> tuple[DeskSnapshot, ...]:
    """Links that are not as they should be, one to a seat; the focus on one after the other."""
    bad = replace(THIN, loss_in=0.28, round_trip_ms=640.0, playout_ms=82.0)
    tiles = (
        served(1, quality=REDUCED, figures=THIN),
        served(2, quality=quality(Reason.PICTURE_SENT), figures=THIN),
        served(3, quality=quality(Reason.VOICE_HEARD, Reason.LOSS, Reason.PICTURE_SEEN), figures=bad),
        replace(TALK, picture_held=True, quality=quality(Reason.PICTURE_HELD), figures=THIN),
        served(5, quality=quality(Reason.VOICE_SAID), figures=bad, consent=False, picture_open=False),
        served(
            6,
            state=TileState.LISTEN,
            listen=True,
            pan=1.0,
            quality=quality(Reason.DELAY, Reason.PICTURE_SEEN),
            figures=replace(bad, picture_px=(160, 90), pictures_per_s=6.0),
        ),
    )
    return tuple(online(tiles=tiles, talk_s=134, focus=seat) for seat in range(1, 7))


def modes() -> tuple[DeskSnapshot, DeskSnapshot]:
    """``console-audio-modes.png``: speaker, headset."""
    quiet = (served(3, addressed_s=108), served(6, addressed_s=58))
    paused = [served(seat, state=TileState.LISTEN_PAUSED, listen_paused=True) for seat in (1, 2, 5)]
    open_ = [
        served(seat, state=TileState.LISTEN, listen=True, pan=pan)
        for seat, pan in ((1, -1.0), (2, -0.6), (5, 0.6))
    ]
    speaker = online(tiles=(paused[0], paused[1], quiet[0], TALK, paused[2], quiet[1]), talk_s=134)
    headset = online(
        tiles=(open_[0], open_[1], quiet[0], replace(TALK, pan=0.2), open_[2], quiet[1]),
        talk_s=134,
        mode=AudioMode.HEADSET,
    )
    return speaker, headset


def asking_all(**fields: Any) -> DeskSnapshot:
    return six(**{"all_call": AllCall.CONFIRMING, **fields})
