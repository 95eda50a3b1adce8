"""The desk machine: links that come and go, and what booths say of themselves."""

from __future__ import annotations

import itertools

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from channel.core.gates import DeskGates
from channel.core.link_quality import GOOD, NOT_CONNECTED, LinkQuality, Reason
from channel.wire.control import BoothState
from channel.wire.forms import wrong_fields
from channel.wire.ids import ChannelId, Epoch
from channel.wire.link_level import LinkLevel
from channel.wire.messages import LinkReport
from cso_console.core import events, intents
from cso_console.core.commands import ApplyGates, Command, Send
from cso_console.core.snapshot import UNMEASURED, LinkFigures, TileState
from tests.cso_console.core.builders import Bench, channel_of, opened

PARKED = DeskGates(see=True)
TALKING = DeskGates(talk=True, listen=True, see=True, picture=True)


def booth_state(**said: bool | int | str) -> BoothState:
    return BoothState(epoch=Epoch(1), seq=1, heard_seq=1, **said)  # type: ignore[arg-type]


def reports(ordered: list[Command]) -> list[LinkReport]:
    messages = [command.message for command in ordered if isinstance(command, Send)]
    return [message for message in messages if isinstance(message, LinkReport)]


def told(bench: Bench, seconds: float) -> list[tuple[float, LinkLevel]]:
    """When which level was told to the server, with a look every quarter of a second."""
    levels = []
    for _ in range(round(seconds * 4)):
        levels += [(bench.now_s, report.level) for report in reports(bench.later(0.25))]
    return levels


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


# ---------------------------------------------------------------- how good they are

DISTURBED = LinkQuality(LinkLevel.VOICE_DISTURBED, (Reason.VOICE_HEARD,))
CHANGES = st.tuples(st.integers(1, 6), st.sampled_from([GOOD, DISTURBED]), st.floats(0.0, 0.7))
THIN = LinkFigures(
    loss_out=0.031, round_trip_ms=84.04, playout_ms=48.0, picture_px=(320, 180), pictures_per_s=12.5
)


def test_a_tile_knows_how_good_its_link_is_and_a_lost_link_is_not_connected() -> None:
    bench = Bench().log_in().serve(1)
    bench.tell(events.QualityChanged(channel_of(1), DISTURBED))
    assert bench.tile(1).quality == DISTURBED
    bench.tell(events.LinkChanged(channel_of(1), alive=False))
    assert bench.tile(1).quality == NOT_CONNECTED
    bench.tell(events.LinkChanged(channel_of(1), alive=True))
    assert bench.tile(1).quality == DISTURBED


def test_what_was_measured_of_each_link_stands_on_its_own_tile() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.tell(events.Ticked({channel_of(2): THIN, channel_of(9): THIN}))
    assert [bench.tile(seat).figures for seat in (1, 2)] == [UNMEASURED, THIN]


def test_a_held_picture_is_known_as_held_also_while_the_officer_talks() -> None:
    bench = Bench().log_in().serve(1)
    bench.tap(1)
    bench.tell(events.PictureHeld(channel_of(1), True))
    assert bench.tile(1).state is TileState.TALK
    assert bench.tile(1).picture_held
    bench.tell(events.LinkChanged(channel_of(1), alive=True))
    assert not bench.tile(1).picture_held


def test_the_server_is_told_every_five_seconds_how_good_a_link_is() -> None:
    bench = Bench().log_in().serve(1)
    assert [at_s for at_s, _ in told(bench, 12.0)] == [1.0, 6.0, 11.0]


def test_a_change_is_told_at_once_but_not_more_often_than_once_a_second() -> None:
    bench = Bench().log_in().serve(1)
    told(bench, 4.0)
    (report,) = reports(bench.tell(events.QualityChanged(channel_of(1), DISTURBED)))
    assert report.level is LinkLevel.VOICE_DISTURBED
    assert reports(bench.tell(events.QualityChanged(channel_of(1), GOOD))) == []
    assert told(bench, 3.0) == [(5.0, LinkLevel.GOOD)]


def test_a_report_carries_the_figures_and_a_lost_link_is_reported_as_such() -> None:
    bench = Bench().log_in().serve(1)
    bench.tell(events.Ticked({channel_of(1): THIN}))
    (report,) = reports(bench.later(1.0))
    assert (report.level, report.loss, report.round_trip_ms) == (LinkLevel.GOOD, 0.031, 84.0)
    bench.later(1.0)
    (report,) = reports(bench.tell(events.LinkChanged(channel_of(1), alive=False)))
    assert report.level is LinkLevel.NOT_CONNECTED


def test_figures_beyond_the_protocols_range_are_told_as_its_limit() -> None:
    bench = Bench().log_in().serve(1)
    bench.tell(events.Ticked({channel_of(1): LinkFigures(loss_in=1.2, round_trip_ms=1e9)}))
    (report,) = reports(bench.later(1.0))
    assert list(wrong_fields(msgspec.structs.replace(report, channel=ChannelId("x" * 22)))) == []


def test_nothing_is_told_of_a_channel_that_is_gone() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.close(2)
    assert {report.channel for report in reports(bench.later(1.0))} == {channel_of(1)}


@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from([GOOD, DISTURBED]), st.floats(0.0, 0.7)), max_size=80
    )
)
def test_six_bad_links_together_stay_below_the_servers_limit(
    script: list[tuple[int, LinkQuality, float]],
) -> None:
    bench = Bench().log_in().serve(*range(1, 7))
    said: dict[ChannelId, list[float]] = {}
    for number, quality, wait_s in script:
        for ordered in (
            bench.later(wait_s),
            bench.tell(events.QualityChanged(channel_of(number), quality)),
        ):
            for report in reports(ordered):
                said.setdefault(report.channel, []).append(bench.now_s)
    for times_s in said.values():
        assert all(later - earlier >= 0.999 for earlier, later in itertools.pairwise(times_s))
