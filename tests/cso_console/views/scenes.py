"""Every picture that the console can show: a name, a snapshot, and what is opened over it.

Responsible for: the list, for the tests that look at all of them. Not for: what is right about them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from channel.wire.ids import VisitId
from cso_console.core.snapshot import (
    AllCall,
    AudioMode,
    Connection,
    DeskSnapshot,
    Need,
    NeedKind,
    TileState,
    Waiting,
)
from tests.cso_console.views.builders import (
    HELD,
    asking_all,
    free,
    idle,
    links,
    modes,
    served,
    single,
    six,
    states,
)
from tests.cso_console.views.case_scenes import case_scenes

SIZES = ((1280, 720), (1366, 768), (1600, 900), (1920, 1080), (2560, 1440))


@dataclass(frozen=True)
class SceneShown:
    """``opened``: the object name of a button that is clicked, or the name of a key."""

    name: str
    snapshot: DeskSnapshot
    opened: str = ""


def scenes() -> tuple[SceneShown, ...]:
    first, second, third = states()
    speaker, headset = modes()
    problem = "Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecil, lalu coba lagi."
    speaking = asking_all(all_call=AllCall.SPEAKING, all_call_s=7)
    long_held = replace(HELD, next=True, addressed_s=4000.0)
    long_wait = six(
        tiles=(long_held, *six().tiles[1:4], served(5), served(6)),
        need=Need(1, 1, NeedKind.WAITING_LONG, 4000),
    )
    tiles = [served(seat, state=TileState.TALK, talk=True, listen=True, step="call") for seat in range(1, 7)]
    everyone = six(tiles=tuple(tiles), mode=AudioMode.HEADSET, need=None, waiting=())
    asked_from_queue = idle(
        tiles=(free(1, state=TileState.HELP, help=True, help_s=9.0), *idle().tiles[1:]),
        waiting=(Waiting(VisitId("visit-1"), 1, 65, True),),
    )
    broken = replace(
        idle().devices,
        microphone_ok=False,
        microphone_problem="Mikrofon USB, meja tidak ditemukan. Pasang kembali; suara tersambung sendiri.",
        camera="",
        camera_ok=False,
        camera_problem="Kamera tidak ditemukan.",
    )
    return (
        SceneShown("six", six()),
        SceneShown("six-locked", six(focus_locked=True, focus=5)),
        SceneShown("states-1", first),
        SceneShown("states-2", second),
        SceneShown("states-3", third),
        *(SceneShown(f"links-{shown.focus}", shown) for shown in links()),
        SceneShown("mode-speaker", speaker),
        SceneShown("mode-headset", headset),
        SceneShown("talk-to-everyone", everyone),
        SceneShown("long-held", long_wait),
        SceneShown("idle", idle()),
        SceneShown("idle-paused", idle(accepting=False, devices=broken)),
        SceneShown("idle-help-in-queue", asked_from_queue),
        SceneShown("single", single()),
        SceneShown("all-call", asking_all()),
        SceneShown("all-call-speaking", speaking),
        SceneShown("headset", six(), "mode_headset"),
        SceneShown("end-service", six(), "end_service"),
        SceneShown("queue", six(tiles=(*six().tiles[:5], free(6))), "queue_button"),
        SceneShown("devices", six(devices=broken), "devices_button"),
        SceneShown("shortcuts", six(), "F1"),
        SceneShown("diagnostics", six(), "F12"),
        SceneShown("diagnostics-bad-links", links()[0], "F12"),
        SceneShown("diagnostics-idle", idle(), "F12"),
        SceneShown("offline", six(connection=Connection.OFFLINE)),
        SceneShown("login", DeskSnapshot()),
        SceneShown("login-refused", DeskSnapshot(connection_text=problem)),
        SceneShown("login-connecting", DeskSnapshot(connection=Connection.CONNECTING)),
        SceneShown("login-replaced", DeskSnapshot(connection=Connection.REPLACED)),
        SceneShown("login-while-talking", six(connection=Connection.LOGIN)),
        *(SceneShown(*each) for each in case_scenes()),
    )
