"""The desk machine: talk, focus, the mix, help, needs and tones."""

from __future__ import annotations

from channel.core.gates import DeskGates
from channel.wire.control import BoothState
from channel.wire.ids import Epoch
from channel.wire.messages import (
    ChannelHelp,
    HelpSeen,
)
from cso_console.config import Audio
from cso_console.core import events, intents
from cso_console.core.commands import (
    ApplyGates,
    PlaySound,
    SetPlaces,
    Show,
    Sound,
)
from cso_console.core.mixing import Place
from cso_console.core.snapshot import AllCall, NeedKind, TileState
from tests.cso_console.core.builders import UNIX_S, Bench, channel_of, opened

PARKED = DeskGates(see=True)
TALKING = DeskGates(talk=True, listen=True, see=True, picture=True)


def booth_state(**said: bool | int | str) -> BoothState:
    return BoothState(epoch=Epoch(1), seq=1, heard_seq=1, **said)  # type: ignore[arg-type]


# ---------------------------------------------------------------- talk, focus, mix


def test_the_first_channel_takes_the_focus_and_the_next_ones_leave_it() -> None:
    bench = Bench().log_in().serve(3, 1)
    assert bench.snapshot.focus == 3


def test_a_tap_moves_the_focus_and_a_longer_press_does_not() -> None:
    bench = Bench().log_in().serve(1, 2, 3)
    bench.tap(2)
    assert bench.snapshot.focus == 2
    bench.tell(intents.TalkPressed(3))
    bench.now_s += 1.0
    bench.tell(intents.TalkReleased(3))
    assert bench.snapshot.focus == 2
    assert bench.gates[channel_of(2)] == TALKING


def test_a_key_that_goes_down_orders_the_gates_before_anything_is_shown() -> None:
    bench = Bench().log_in().serve(1, 2)
    ordered = bench.tell(intents.TalkPressed(2))
    assert ordered[0] == ApplyGates(channel_of(2), TALKING)
    assert isinstance(ordered[-1], Show)


def test_closing_one_talk_comes_with_the_opening_of_the_other() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.tap(1)
    bench.tell(intents.TalkPressed(2))
    assert bench.gates == {channel_of(1): PARKED, channel_of(2): TALKING}


def test_when_the_focused_visit_ends_nobody_is_in_focus() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.close(1)
    assert bench.snapshot.focus is None
    bench.serve(3)
    assert bench.snapshot.focus == 3


def test_a_booth_without_a_channel_cannot_be_focused() -> None:
    bench = Bench().log_in().serve(1)
    bench.tell(intents.FocusSeat(4))
    assert bench.snapshot.focus == 1


def test_only_booths_listened_to_are_mixed() -> None:
    bench = Bench(audio=Audio(mode="headset")).log_in().serve(1, 6)
    assert SetPlaces({1: Place(1.0, -1.0)}) in bench.tell(intents.ToggleListen(1))
    assert SetPlaces({1: Place(1.0, -1.0), 6: Place(1.0, 1.0)}) in bench.tell(intents.TalkPressed(6))
    assert SetPlaces({1: Place(0.5, -1.0), 6: Place(1.0, 1.0)}) in bench.tell(intents.SetGain(1, 0.5))
    assert SetPlaces({6: Place(1.0, 1.0)}) in bench.tell(events.LinkChanged(channel_of(1), alive=False))


def test_speaker_mode_pauses_on_the_tile_and_in_the_mix() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.tap(1)
    bench.tap(1)
    bench.tell(intents.ToggleListen(1))
    assert SetPlaces({2: Place()}) in bench.tell(intents.TalkPressed(2))
    assert bench.tile(1).state is TileState.LISTEN_PAUSED
    assert bench.gates[channel_of(1)] == DeskGates(see=True, paused=True)


def test_an_all_call_is_shown_and_addresses_nobody_in_person() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.tell(intents.AskAllCall())
    assert bench.snapshot.all_call is AllCall.CONFIRMING
    bench.tell(intents.AllCallPressed())
    bench.later(3.0)
    assert (bench.snapshot.all_call, bench.snapshot.all_call_s) == (AllCall.SPEAKING, 3.0)
    assert {tile.number for tile in bench.snapshot.talking} == {1, 2}
    bench.tell(intents.AllCallReleased())
    assert bench.tile(1).state is TileState.CALLING


def test_how_long_my_voice_has_been_open_counts_across_booths() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.tap(1)
    bench.later(5.0)
    bench.tap(2)
    bench.later(5.0)
    assert round(bench.snapshot.talk_s, 1) == 10.2
    bench.tell(intents.CloseVoice())
    assert bench.snapshot.talk_s == 0.0


# ---------------------------------------------------------------- help, needs, tones


def test_help_reaches_the_tile_at_once_and_comes_first() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.tap(1)
    bench.tap(1)
    ordered = bench.hear(ChannelHelp(channel=channel_of(1), since=UNIX_S))
    assert PlaySound(Sound.ARRIVAL) in ordered
    assert (bench.tile(1).state, bench.tile(1).next, bench.tile(2).next) == (TileState.HELP, True, False)
    assert bench.snapshot.need is not None
    assert bench.snapshot.need.kind is NeedKind.HELP


def test_focusing_a_booth_takes_note_of_its_call_for_help() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.hear(ChannelHelp(channel=channel_of(2), since=UNIX_S))
    bench.tell(intents.FocusNext())
    assert bench.sent == [HelpSeen(channel=channel_of(2))]
    assert bench.snapshot.focus == 2
    assert not bench.tile(2).help
    assert not bench.snapshot.talking


def test_talking_to_a_booth_takes_note_of_its_call_for_help() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.hear(ChannelHelp(channel=channel_of(2), since=UNIX_S))
    bench.tell(intents.TalkPressed(2))
    assert bench.sent == [HelpSeen(channel=channel_of(2))]


def test_an_all_call_answers_nobodys_call_for_help() -> None:
    bench = Bench().log_in().serve(1)
    bench.hear(ChannelHelp(channel=channel_of(1), since=UNIX_S))
    bench.tell(intents.AskAllCall(), intents.AllCallPressed())
    assert not bench.sent
    assert bench.tile(1).help


def test_help_that_was_taken_back_is_gone() -> None:
    bench = Bench().log_in().serve(1)
    bench.hear(ChannelHelp(channel=channel_of(1), since=UNIX_S))
    bench.hear(ChannelHelp(channel=channel_of(1), since=0.0))
    assert not bench.tile(1).help


def test_a_new_visit_is_calling_until_it_is_addressed_and_sounds_once_its_link_is_up() -> None:
    bench = Bench().log_in()
    assert PlaySound(Sound.ARRIVAL) not in bench.hear(opened(1))
    assert PlaySound(Sound.ARRIVAL) in bench.tell(events.LinkChanged(channel_of(1), alive=True))
    assert (bench.tile(1).state, bench.tile(1).next) == (TileState.CALLING, True)
    bench.tap(1)
    bench.tap(1)
    assert (bench.tile(1).state, bench.tile(1).next) == (TileState.SERVED, False)
    assert bench.snapshot.need is None


def test_tones_can_be_switched_off() -> None:
    bench = Bench(audio=Audio(tones=False)).log_in()
    bench.hear(opened(1))
    assert PlaySound(Sound.ARRIVAL) not in bench.tell(events.LinkChanged(channel_of(1), alive=True))


def test_at_most_one_tile_is_next() -> None:
    bench = Bench().log_in().serve(1, 2, 3)
    assert [tile.seat for tile in bench.snapshot.tiles if tile.next] == [1]


def test_a_parked_booth_counts_down_to_its_sign_of_life_and_becomes_a_need() -> None:
    bench = Bench().log_in().serve(1)
    bench.tap(1)
    bench.tap(1)
    bench.later(4.0)
    assert round(bench.tile(1).next_sign_s) == 6
    assert round(bench.tile(1).addressed_s) == 4
    bench.later(180.0)
    assert bench.snapshot.need is not None
    assert bench.snapshot.need.kind is NeedKind.WAITING_LONG


def test_hold_and_listen_by_key_mean_the_focus_of_that_moment_not_of_the_last_screen() -> None:
    bench = Bench().log_in().serve(1, 2)
    assert bench.snapshot.focus == 1
    bench.tell(intents.FocusSeat(2))
    bench.tell(intents.ToggleHold(None))
    assert [tile.hold for tile in bench.snapshot.tiles[:2]] == [False, True]
    bench.tell(intents.ToggleHold(None))
    bench.tell(intents.ToggleListen(None))
    assert [tile.listen for tile in bench.snapshot.tiles[:2]] == [False, True]


def test_hold_and_listen_by_key_do_nothing_without_a_focus() -> None:
    bench = Bench().log_in()
    before = bench.snapshot
    bench.tell(intents.ToggleHold(None))
    bench.tell(intents.ToggleListen(None))
    assert bench.snapshot == before
