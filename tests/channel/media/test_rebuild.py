"""A channel that fails is rebuilt by itself, with all gates shut until they are applied again."""

from __future__ import annotations

import pytest

from channel.core.gates import SHUT_BOOTH, SHUT_DESK, BoothGates, DeskGates
from channel.core.negotiation import LinkState
from channel.media.events import AnswerReady, LinkChanged, OfferReady, QualityChanged, RebuildWanted
from channel.media.opus import SILENCE_PACKET
from channel.wire.ids import Epoch
from tests.channel.media.rig import OPEN, Channel, Rig, cut, until
from tests.helpers.aio import run

pytestmark = pytest.mark.live


async def stays_shut_until_applied(channel: Channel) -> None:
    """On the epoch just begun: nothing but silence both ways, until the officer's state is applied again."""
    for side in (channel.desk_side, channel.booth_side):
        side.tap.clear()
    await until(lambda: min(len(s.tap.audio) for s in (channel.desk_side, channel.booth_side)) > 10)
    assert (channel.desk.gates, channel.booth.gates) == (SHUT_DESK, SHUT_BOOTH)
    for side in (channel.desk_side, channel.booth_side):
        # A train that looks for room is padding: it shows nothing, and needs no open gate.
        assert not [packet for packet in side.tap.video if packet.payload]
        assert {packet.payload for packet in side.tap.audio} == {SILENCE_PACKET}
    channel.desk.apply(OPEN)
    await until(lambda: channel.desk_side.tap.video and channel.booth_side.tap.video)
    assert channel.booth.gates == BoothGates(microphone=True, camera=True)


def test_two_silent_seconds_shut_both_ends_and_five_rebuild_the_link(no_leftovers: None) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            await until(lambda: channel.desk_side.tap.video)
            async with cut(channel.desk, channel.booth):
                await until(lambda: LinkState.SILENT in channel.desk_side.states())
                await until(lambda: LinkState.SILENT in channel.booth_side.states())
                await until(lambda: (channel.desk.gates, channel.booth.gates) == (SHUT_DESK, SHUT_BOOTH))
                await until(lambda: LinkState.REBUILDING in channel.booth_side.states())
                await channel.until_up(2)
            assert channel.desk_side.of(QualityChanged)
            await stays_shut_until_applied(channel)

    run(scenario(), timeout_s=60)


def test_a_link_that_comes_back_within_five_seconds_is_taken_up_again_as_it_was(no_leftovers: None) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            async with cut(channel.desk, channel.booth):
                await until(lambda: LinkState.SILENT in channel.desk_side.states())
                await until(lambda: channel.booth.gates == SHUT_BOOTH)
            await until(lambda: channel.booth_side.states()[-1] is LinkState.UP)
            await until(lambda: channel.booth.gates == BoothGates(microphone=True, camera=True))
            assert {event.epoch for event in channel.desk_side.of(LinkChanged)} == {1}

    run(scenario(), timeout_s=60)


def test_a_rebuild_that_the_booth_asks_for_while_all_is_open_begins_shut_and_obeys_what_is_applied(
    no_leftovers: None,
) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            await until(lambda: channel.desk_side.tap.video)
            channel.desk.handle_rebuild(Epoch(1))
            await channel.until_up(2)
            await stays_shut_until_applied(channel)

    run(scenario(), timeout_s=40)


def test_a_booth_that_was_killed_is_served_again_when_it_is_back(no_leftovers: None) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            await channel.booth.close()
            channel.booth = channel.new_booth()
            await channel.until_up(2)
            await stays_shut_until_applied(channel)

    run(scenario(), timeout_s=60)


def test_a_console_that_was_killed_and_counts_from_one_again_finds_the_booths_epoch(
    no_leftovers: None,
) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            async with cut(channel.booth):
                # The booth hears no goodbye, as after kill -9.
                await channel.desk.close()
                channel.desk = channel.new_desk()
                channel.desk.start()
                await until(lambda: channel.booth.gates == SHUT_BOOTH)
                await channel.until_up(2)
            await stays_shut_until_applied(channel)

    run(scenario(), timeout_s=60)


def test_a_stale_offer_is_rejected_while_the_link_lives(no_leftovers: None) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            first = next(e for e in channel.descriptions if isinstance(e, OfferReady))
            told = len(channel.booth_side.of(AnswerReady))
            channel.booth.handle_offer(first.epoch, first.sdp)
            channel.desk.handle_answer(Epoch(7), first.sdp)
            await until(lambda: len(channel.desk_side.tap.audio) > 30)
            assert len(channel.booth_side.of(AnswerReady)) == told
            assert not channel.booth_side.of(RebuildWanted)
            assert channel.booth.gates.microphone

    run(scenario())


def test_gates_applied_before_the_link_is_up_do_not_count(no_leftovers: None) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            channel.desk.start()
            channel.desk.apply(DeskGates(talk=True, listen=True))
            await channel.until_up(1)
            await stays_shut_until_applied(channel)

    run(scenario())


def test_an_answer_without_a_fingerprint_ends_the_attempt_at_once(
    no_leftovers: None, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            channel.lost_signaling.add(AnswerReady)
            channel.desk.start()
            await until(lambda: channel.booth_side.of(AnswerReady))
            answer = channel.booth_side.of(AnswerReady)[0]
            bare = "".join(
                line + "\r\n" for line in answer.sdp.splitlines() if not line.startswith("a=fingerprint")
            )
            channel.lost_signaling.clear()
            channel.desk.handle_answer(answer.epoch, bare)
            await channel.until_up(2)

    with caplog.at_level("INFO"):
        run(scenario(), timeout_s=40)
    assert "no well-formed sha-256 fingerprint" in caplog.text
    assert "a=" not in caplog.text


def test_a_fingerprint_of_somebody_else_never_carries_the_channel(no_leftovers: None) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            channel.lost_signaling.add(AnswerReady)
            channel.desk.start()
            await until(lambda: channel.booth_side.of(AnswerReady))
            answer = channel.booth_side.of(AnswerReady)[0]
            channel.lost_signaling.clear()
            forged = "".join(
                (line[:-2] + ("00" if line[-2:] != "00" else "11") if "a=fingerprint" in line else line)
                + "\r\n"
                for line in answer.sdp.splitlines()
            )
            channel.desk.handle_answer(answer.epoch, forged)
            await channel.until_up(2)
            ups = [e.epoch for e in channel.desk_side.of(LinkChanged) if e.state is LinkState.UP]
            assert ups == [2]

    run(scenario(), timeout_s=40)


def test_malformed_control_messages_are_counted_and_then_fault_the_channel(no_leftovers: None) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            peer = channel.booth._link.peer
            assert peer is not None
            for text in (
                "{",
                '{"type":"desk"}',
                "x" * 900,
                '{"type":"booth","epoch":1,"seq":-1,"heard_seq":0}',
            ):
                peer.send_control(text)
            await until(lambda: channel.desk.statistics().control_refused == 4)
            assert channel.desk_side.states()[-1] is LinkState.UP
            for _ in range(30):
                peer.send_control('{"type":"nonsense"}')
            await until(lambda: channel.desk_side.states()[-1] is not LinkState.UP)
            await channel.until_up(2)
            await stays_shut_until_applied(channel)

    run(scenario(), timeout_s=40)
