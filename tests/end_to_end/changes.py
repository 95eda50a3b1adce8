"""What the officer of an isolation test does, and what the screen must then have said.

Responsible for: random changes of talk, listen, hold, focus, mode and all-call, and opening or shutting all.
Not for: judging (the tests), or building the office (``rig``).
"""

from __future__ import annotations

import random
import time

from cso_console.core.intents import (
    AddTalk,
    AllCallPressed,
    AllCallReleased,
    AskAllCall,
    CloseVoice,
    FocusSeat,
    Intent,
    ReleaseKeys,
    SetMode,
    TalkPressed,
    TalkReleased,
    ToggleHold,
    ToggleListen,
)
from cso_console.core.snapshot import AllCall, AudioMode, DeskSnapshot, Tile
from tests.end_to_end.rig import Office
from tests.helpers.measure import WINDOW_S

BOOTHS = tuple(range(1, 7))
OFFICER_SILENT = "simulated:silence"
SETTLE_S = 2.0
"""After a switch: what was under way has arrived, however late threads run."""


def random_changes(rng: random.Random, count: int) -> list[tuple[list[Intent], float]]:
    """Changes of talk, listen, hold, focus, mode and all-call; each with the time until the next."""
    changes: list[tuple[list[Intent], float]] = []
    all_call = False
    for number in range(count):
        seat = rng.choice(BOOTHS)
        pause_s = 0.5 if number % 10 == 9 else rng.uniform(0.02, 0.2)
        if all_call:
            changes.append(([AllCallReleased()], pause_s))
            all_call = False
            continue
        kind = rng.choices(
            ("tap", "press", "release", "add", "listen", "hold", "focus", "esc", "mode", "all"),
            (6, 3, 3, 2, 5, 4, 2, 2, 1, 1),
        )[0]
        steps: list[Intent]
        match kind:
            case "tap":
                steps = [TalkPressed(seat), TalkReleased(seat)]
            case "press":
                steps = [TalkPressed(seat)]
            case "release":
                steps = [ReleaseKeys()]
            case "add":
                steps = [AddTalk(seat)]
            case "listen":
                steps = [ToggleListen(seat)]
            case "hold":
                steps = [ToggleHold(seat)]
            case "focus":
                steps = [FocusSeat(seat)]
            case "esc":
                steps = [CloseVoice()]
            case "mode":
                steps = [SetMode(rng.choice(list(AudioMode)))]
            case _:
                steps = [ReleaseKeys(), AskAllCall(), AllCallPressed()]
                all_call = True
        changes.append((steps, pause_s))
    return changes


def heard(snapshot: DeskSnapshot, tile: Tile) -> bool:
    return tile.listen


def seen(snapshot: DeskSnapshot, tile: Tile) -> bool:
    return tile.has_channel and not tile.hold


def spoken_to(snapshot: DeskSnapshot, tile: Tile) -> bool:
    return tile.talk or (snapshot.all_call is AllCall.SPEAKING and tile.has_channel)


def sees_the_officer(snapshot: DeskSnapshot, tile: Tile) -> bool:
    return tile.talk or tile.listen or (snapshot.all_call is AllCall.SPEAKING and tile.has_channel)


def open_talk_to_all(office: Office) -> None:
    for seat in office.booths:
        office.do(AddTalk(seat))
    office.wait(lambda: all(office.tile(seat).talk for seat in office.booths), "talk open to all")


def record_with_all_open(office: Office) -> float:
    """Everybody may speak and is spoken to, the most that can ever be open. When the recordings' window
    begins."""
    office.do(SetMode(AudioMode.HEADSET))
    open_talk_to_all(office)
    return _record()


def record_with_listening_to(office: Office, seats: set[int]) -> float:
    """Nobody is spoken to, these are listened to: the mix holds exactly these. When the window begins."""
    shut_everything(office)
    for seat in seats:
        office.do(ToggleListen(seat))
    office.wait(lambda: all(office.tile(seat).listen for seat in seats), "those listened to")
    return _record()


def _record() -> float:
    time.sleep(SETTLE_S)
    begin_s = time.monotonic()
    time.sleep(WINDOW_S)
    return begin_s


def shut_everything(office: Office) -> None:
    for intent in (ReleaseKeys(), CloseVoice()):
        office.do(intent)
    for seat in office.booths:
        if office.tile(seat).hold:
            office.do(ToggleHold(seat))
    office.wait(
        lambda: not any(office.tile(s).talk or office.tile(s).hold for s in office.booths), "all shut"
    )
    for seat in office.booths:
        if office.tile(seat).listen or office.tile(seat).listen_paused:
            office.do(ToggleListen(seat))
    office.wait(lambda: not any(office.tile(s).listen for s in office.booths), "nobody listened to")
