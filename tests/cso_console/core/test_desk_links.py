"""The desk machine: links that come and go, and what booths say of themselves."""

from __future__ import annotations

from channel.core.gates import DeskGates
from channel.wire.control import BoothState
from channel.wire.ids import Epoch
from cso_console.core import events, intents
from cso_console.core.commands import (
    ApplyGates,
)
from cso_console.core.snapshot import TileState
from tests.cso_console.core.builders import Bench, channel_of, opened

PARKED = DeskGates(see=True)
TALKING = DeskGates(talk=True, listen=True, see=True, picture=True)


def booth_state(**said: bool | int | str) -> BoothState:
    return BoothState(epoch=Epoch(1), seq=1, heard_seq=1, **said)  # type: ignore[arg-type]


# ---------------------------------------------------------------- links


def test_a_lost_link_shuts_the_gates_and_says_so() -> None:
    bench = Bench().log_in().serve(1)
    bench.tap(1)
    bench.tell(events.LinkChanged(channel_of(1), alive=False))
    assert bench.gates[channel_of(1)] == DeskGates()
    assert bench.tile(1).state is TileState.DISCONNECTED
    assert not bench.tile(1).talk
    assert not bench.snapshot.talking


def test_a_lost_link_tells_since_when_until_it_is_back() -> None:
    bench = Bench().log_in().serve(1)
    assert bench.tile(1).lost_s == 0.0
    bench.tell(events.LinkChanged(channel_of(1), alive=False))
    bench.later(8.0)
    assert bench.tile(1).lost_s == 8.0
    bench.tell(events.LinkChanged(channel_of(1), alive=True))
    assert bench.tile(1).lost_s == 0.0


def test_a_rebuilt_channel_is_given_the_officers_state_again() -> None:
    bench = Bench().log_in().serve(1)
    bench.tap(1)
    bench.tell(events.LinkChanged(channel_of(1), alive=False))
    ordered = bench.tell(events.LinkChanged(channel_of(1), alive=True))
    assert ApplyGates(channel_of(1), TALKING) in ordered


def test_a_new_epoch_without_a_gap_is_given_the_state_too() -> None:
    bench = Bench().log_in().serve(1)
    bench.tap(1)
    assert ApplyGates(channel_of(1), TALKING) in bench.tell(events.LinkChanged(channel_of(1), alive=True))


def test_talk_that_was_closed_while_the_link_was_down_stays_closed() -> None:
    bench = Bench().log_in().serve(1)
    bench.tap(1)
    bench.tell(events.LinkChanged(channel_of(1), alive=False))
    bench.tell(intents.CloseVoice())
    bench.tell(events.LinkChanged(channel_of(1), alive=True))
    assert bench.gates[channel_of(1)] == PARKED


def test_a_disconnected_booths_keys_are_dead() -> None:
    bench = Bench().log_in().serve(1)
    bench.tell(events.LinkChanged(channel_of(1), alive=False))
    for intent in (
        intents.TalkPressed(1),
        intents.AddTalk(1),
        intents.ToggleListen(1),
        intents.ToggleHold(1),
    ):
        bench.tell(intent)
    bench.tell(events.LinkChanged(channel_of(1), alive=True))
    assert bench.gates[channel_of(1)] == PARKED


def test_a_channel_that_does_not_come_up_is_called_disconnected_after_a_while() -> None:
    bench = Bench().log_in()
    bench.hear(opened(1))
    assert bench.tile(1).state is TileState.CALLING
    bench.later(5.0)
    assert bench.tile(1).state is TileState.DISCONNECTED


def test_a_picture_counts_as_live_only_while_the_booth_says_that_its_gate_is_open() -> None:
    bench = Bench().log_in().serve(1)
    assert not bench.tile(1).picture_open
    bench.tell(events.BoothSaid(channel_of(1), booth_state(camera=True)))
    assert bench.tile(1).picture_open
    bench.tell(events.LinkChanged(channel_of(1), alive=False))
    bench.tell(events.LinkChanged(channel_of(1), alive=True))
    assert not bench.tile(1).picture_open


def test_a_booths_speaking_level_alone_makes_no_new_snapshot() -> None:
    bench = Bench().log_in().serve(1)
    bench.tell(events.BoothSaid(channel_of(1), booth_state(camera=True, level=1)))
    assert bench.tell(events.BoothSaid(channel_of(1), booth_state(camera=True, level=4))) == []
    assert bench.tell(events.BoothSaid(channel_of(1), booth_state(camera=True, camera_fault=True)))
    assert bench.tile(1).camera_fault


def test_a_picture_that_stands_still_is_said_to_be_held() -> None:
    bench = Bench().log_in().serve(1)
    bench.tap(1)
    bench.tap(1)
    bench.tell(events.PictureHeld(channel_of(1), held=True))
    assert bench.tile(1).state is TileState.PICTURE_HELD
    bench.tell(events.PictureHeld(channel_of(1), held=False))
    assert bench.tile(1).state is TileState.SERVED
