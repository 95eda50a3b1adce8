"""A channel between two real ends: set up, seen, heard, gated."""

from __future__ import annotations

import asyncio
import itertools
import logging
import re
from collections.abc import Callable

import numpy as np
import pytest

from channel.core.gates import SHUT_BOOTH, SHUT_DESK, BoothGates, DeskGates
from channel.core.guidance import BoothReport
from channel.core.negotiation import LinkState
from channel.core.vp8 import is_keyframe, keyframe_size, parse_descriptor
from channel.media import rtp
from channel.media.events import BoothStateSeen, DeskStateSeen, FirstPicture, GatesChanged
from channel.media.opus import SILENCE_PACKET, OpusDecoder
from channel.media.vp8_codec import Vp8Decoder
from channel.runtime.latest import SeenPicture
from channel.wire.ids import Epoch
from tests.channel.media.rig import BOOTH_HZ, DESK_HZ, OPEN, Rig, blocks, loudest_hz, until
from tests.helpers.aio import run

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("no_leftovers")]


def test_a_channel_comes_up_with_all_gates_shut_and_carries_only_digital_silence() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up()
            assert channel.desk_side.states() == [LinkState.SETTING_UP, LinkState.UP]
            assert channel.booth_side.states() == [LinkState.SETTING_UP, LinkState.UP]
            await until(
                lambda: len(channel.desk_side.tap.audio) > 20 and len(channel.booth_side.tap.audio) > 20
            )
            assert (channel.desk.gates, channel.booth.gates) == (SHUT_DESK, SHUT_BOOTH)
            for side in (channel.desk_side, channel.booth_side):
                assert {packet.payload for packet in side.tap.audio} == {SILENCE_PACKET}
                assert not side.tap.video
                assert not np.concatenate(side.heard).any()
            assert rig.picture.encoded == channel.picture.encoded == 0

    run(scenario())


def is_full(seen: SeenPicture) -> bool:
    """A channel begins with small pictures."""
    picture = seen.look()[1]
    return picture is not None and picture.bgra.shape == (360, 640, 4)


def test_pictures_arrive_whole_at_the_size_wanted_in_both_directions() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            channel.desk.show_at(320, 180)
            await channel.up(OPEN)
            await until(lambda: channel.desk_side.of(FirstPicture) and channel.booth_side.of(FirstPicture))
            await until(lambda: channel.desk.seen.look()[1] and is_full(channel.booth.seen))
            small, full = channel.desk.seen.look()[1], channel.booth.seen.look()[1]
            assert small is not None
            assert full is not None
            assert small.bgra.shape == (180, 320, 4)
            assert full.bgra.shape == (360, 640, 4)
            assert small.bgra.flags.c_contiguous
            # The drawn background is a plain grey; the moving bar leaves the corners free.
            assert abs(int(full.bgra[10, 10, 0]) - rig.shade) < 6
            assert abs(int(small.bgra[5, 5, 0]) - rig.shade) < 6

    run(scenario())


def test_a_booth_out_of_focus_sends_small_pictures_and_in_focus_full_ones_at_once() -> None:
    def keyframes(packets: list[rtp.Packet]) -> list[tuple[int, int]]:
        payloads = [packet.payload for packet in packets if packet.payload]
        starts = [(payload, start) for payload in payloads if (start := parse_descriptor(payload)).starts]
        sizes = [keyframe_size(payload[start.length_bytes :]) for payload, start in starts]
        return [size for size in sizes if size is not None]

    async def scenario() -> None:
        async with Rig() as rig:
            channel, tap = rig.channel, rig.channel.desk_side.tap
            await channel.up(OPEN)
            await until(lambda: (640, 360) in keyframes(tap.video))
            channel.desk.attend(320, 12)
            await until(lambda: keyframes(tap.video)[-1] == (320, 180))
            tap.clear()
            first = rig.pushed_pictures
            await until(lambda: rig.pushed_pictures >= first + 50)
            times = {packet.timestamp for packet in tap.video}
            assert not keyframes(tap.video)
            assert len(times) <= 30, "every other picture of the camera"
            asked = rig.pushed_pictures
            channel.desk.attend(0, 0)
            await until(lambda: (640, 360) in keyframes(tap.video))
            assert rig.pushed_pictures - asked < 25
            assert not channel.booth_side.of(DeskStateSeen)[-1].state.picture_reduced

    run(scenario())


def test_voices_arrive_in_both_directions() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            await until(lambda: channel.desk_side.heard[-1].any() and channel.booth_side.heard[-1].any())
            await blocks(channel.desk_side, 30)
            assert abs(loudest_hz(channel.desk_side.sound(25)) - BOOTH_HZ[0]) < 3
            assert abs(loudest_hz(channel.booth_side.sound(25)) - DESK_HZ) < 3

    run(scenario())


def decoded(payloads: list[bytes]) -> list[bool]:
    """Whether each packet, decoded in order, holds anything but exact zeros."""
    decoder = OpusDecoder()
    return [bool(decoder.decode(payload).any()) for payload in payloads]


def test_a_shut_talk_gate_gives_exact_zeros_from_the_second_block_on() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel, tap = rig.channel, rig.channel.booth_side.tap
            await channel.up(OPEN)
            await until(lambda: sum(packet.payload != SILENCE_PACKET for packet in tap.audio) > 25)
            channel.desk.apply(DeskGates(see=True, picture=True))
            switched = len(tap.audio)
            await until(lambda: len(tap.audio) > switched + 40)
            packets = sorted(tap.audio, key=lambda packet: packet.sequence)
            numbers = [packet.sequence for packet in packets]
            assert numbers == list(range(numbers[0], numbers[0] + len(numbers))), "no holes of our making"
            assert {b.timestamp - a.timestamp for a, b in itertools.pairwise(packets)} == {960}
            last_voice = max(
                index for index, packet in enumerate(packets) if packet.payload != SILENCE_PACKET
            )
            sounding = decoded([packet.payload for packet in packets])
            assert sounding[last_voice]
            assert not any(sounding[last_voice + 2 :])
            await blocks(channel.booth_side, 15)
            assert not channel.booth_side.sound(5).any()

    run(scenario())


def test_the_booths_own_gate_stops_its_voice_and_picture_at_the_wire() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel, tap = rig.channel, rig.channel.desk_side.tap
            await channel.up(OPEN)
            await until(lambda: tap.video and tap.audio[-1].payload != SILENCE_PACKET)
            channel.desk.apply(DeskGates(talk=True, picture=True))
            await until(lambda: channel.booth.gates == SHUT_BOOTH)
            await until(lambda: tap.audio[-1].payload == SILENCE_PACKET)
            tap.clear()
            await until(lambda: len(tap.audio) > 30)
            assert not tap.video
            assert not any(decoded([packet.payload for packet in tap.audio])[1:])

    run(scenario())


def test_a_camera_that_the_booth_shut_leaves_no_picture_at_the_desk() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            await until(lambda: channel.desk.seen.look()[1] is not None)
            channel.booth.permit(True, camera=False)
            await until(lambda: channel.desk.seen.look()[1] is None)
            assert channel.desk.gates.see
            channel.booth.permit(True)
            await until(lambda: channel.desk.seen.look()[1] is not None)

    run(scenario())


def test_a_held_booth_is_shown_the_officer_of_an_all_call_and_is_asked_for_nothing() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            channel.booth.show_at(320, 180)
            await channel.up()
            announced = DeskGates(talk=True, see=True, picture=True, hold=True, all_call=True, shared=True)
            channel.desk.apply(announced)
            await until(lambda: channel.booth.seen.look()[1] is not None)
            await until(lambda: channel.booth_side.heard[-1].any())
            state = channel.booth_side.of(DeskStateSeen)[-1].state
            assert (state.talk, state.picture, state.shared, state.see) == (True, True, True, False)
            assert channel.booth.gates == SHUT_BOOTH

    run(scenario())


def test_without_consent_the_booth_opens_nothing_whatever_the_desk_asks() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel, tap = rig.channel, rig.channel.desk_side.tap
            channel.booth.permit(False)
            await channel.up()
            channel.desk.apply(OPEN)
            await until(lambda: any(e.state.listen for e in channel.booth_side.of(DeskStateSeen)))
            tap.clear()
            await until(lambda: len(tap.audio) > 30)
            assert channel.booth.gates == SHUT_BOOTH
            assert {packet.payload for packet in tap.audio} == {SILENCE_PACKET}
            assert not tap.video
            channel.booth.permit(True)
            assert channel.booth.gates == BoothGates(microphone=True, camera=True)

    run(scenario())


def test_an_opened_picture_gate_begins_with_a_key_frame_of_a_picture_taken_afterwards() -> None:
    async def scenario() -> None:
        async with Rig(booths=2) as rig:
            # The first booth keeps the shared encoder busy, so that the second joins in the middle.
            first, second = rig.channels
            await first.up(OPEN)
            await second.up()
            rig.shade = 40
            await until(lambda: rig.picture.encoded > 20)
            rig.shade = 200
            second.desk.apply(DeskGates(picture=True))
            await until(lambda: sum(packet.marker for packet in second.booth_side.tap.video) > 3)
            opening = second.booth_side.tap.video
            payload = opening[0].payload
            descriptor = parse_descriptor(payload)
            assert descriptor.starts
            assert is_keyframe(payload[descriptor.length_bytes :])
            parts = []
            for packet in opening:
                parts.append(packet.payload[parse_descriptor(packet.payload).length_bytes :])
                if packet.marker:
                    break
            frame = Vp8Decoder().decode(b"".join(parts))
            assert frame is not None
            assert frame.to_ndarray(format="bgr24")[10, 10, 0] > 150, "not the shade of before the opening"

    run(scenario())


def body(payload: bytes) -> bytes:
    """What a packet carries of a picture, without what is written for each booth."""
    return payload[parse_descriptor(payload).length_bytes :] if payload else b""


def test_one_encode_serves_every_booth() -> None:
    async def scenario() -> None:
        async with Rig(booths=3) as rig:
            for channel in rig.channels:
                await channel.up(OPEN)
            for channel in rig.channels:
                await until(lambda end=channel.booth: is_full(end.seen))  # type: ignore[misc]
            for channel in rig.channels:
                enough = channel.booth.statistics().pictures_in + 10
                await until(lambda end=channel.booth, n=enough: end.statistics().pictures_in > n)  # type: ignore[misc]
            # Pictures pushed while no gate was open are not encoded at all.
            assert rig.picture.encoded <= len(rig.picture.rungs) * rig.pushed_pictures
            bodies = [
                {body(packet.payload) for packet in channel.booth_side.tap.video} for channel in rig.channels
            ]
            assert len(bodies[0] & bodies[1] & bodies[2]) > 5, "the same encoded pictures reached all three"

    run(scenario(), timeout_s=40)


def test_the_far_end_is_told_each_change_once_and_heartbeats_tell_nothing_new() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            await until(lambda: channel.desk_side.of(BoothStateSeen)[-1].state.microphone)
            # Until then each end says that its picture is reduced.
            await until(lambda: is_full(channel.booth.seen) and is_full(channel.desk.seen))
            await until(lambda: not channel.desk_side.of(BoothStateSeen)[-1].state.picture_reduced)
            await until(lambda: not channel.booth_side.of(DeskStateSeen)[-1].state.picture_reduced)
            channel.booth.report(BoothReport(3, "waiting"))
            await until(lambda: channel.desk_side.of(BoothStateSeen)[-1].state.step == "waiting")
            told = len(channel.desk_side.of(BoothStateSeen)), len(channel.booth_side.of(DeskStateSeen))
            beat = channel.desk._link.last_sign_s
            await until(lambda: channel.desk._heard_seq > 12 and channel.desk._link.last_sign_s > beat)
            assert told == (
                len(channel.desk_side.of(BoothStateSeen)),
                len(channel.booth_side.of(DeskStateSeen)),
            )
            assert channel.booth_side.of(GatesChanged)[-1].gates == BoothGates(True, True)

    run(scenario())


def test_only_opus_and_vp8_are_offered() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            await rig.channel.up()
            for description in rig.channel.descriptions:
                codecs = {
                    line.split(" ")[1].split("/")[0].lower()
                    for line in description.sdp.splitlines()
                    if line.startswith("a=rtpmap:")
                }
                assert codecs == {"opus", "red", "rtx", "vp8"}
                assert "rtx/90000" not in description.sdp, "copies of sound alone have its form"

    run(scenario())


def test_no_sdp_no_key_and_no_address_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> list[str]:
        async with Rig() as rig:
            await rig.channel.up(OPEN)
            return [description.sdp for description in rig.channel.descriptions]

    with caplog.at_level(logging.DEBUG):
        described = run(scenario())
    log = "\n".join(record.getMessage() for record in caplog.records if record.name != "asyncio")
    assert "link up" in log, "the log was listened to"
    for sdp in described:
        for line in sdp.splitlines():
            secret = line.partition(":")[2]
            if line.startswith(("a=ice-", "a=fingerprint", "a=candidate", "a=ssrc")):
                assert secret not in log
            if line.startswith("a=candidate"):
                assert line.split(" ")[4] not in log


def test_at_its_end_each_end_tells_how_its_voice_was(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            await rig.channel.up(OPEN)
            await blocks(rig.channel.desk_side, 30)

    with caplog.at_level(logging.INFO, "channel"):
        run(scenario())
    told = [line for line in caplog.messages if "is over" in line]
    assert len(told) == 2
    for line in told:
        assert re.fullmatch(
            r".+: the channel is over, \d+ s of voice came, \d+\.\d % of it made up, and \d+ pictures", line
        )


def test_a_mistake_in_the_program_is_logged_and_does_not_end_the_call(
    expect_log_error: Callable[[str, str], None],
) -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel

            def mistaken(event: object) -> None:
                channel._desk_event(event)  # type: ignore[arg-type]
                if isinstance(event, BoothStateSeen):
                    raise KeyError("seat")

            channel.desk._listener = mistaken
            await channel.up(OPEN)
            await until(lambda: len(channel.desk_side.of(BoothStateSeen)) > 1)
            await until(lambda: channel.desk_side.of(FirstPicture))
            assert channel.desk_side.states()[-1] is LinkState.UP

    expect_log_error("channel.media.common_end", "the program failed at BoothStateSeen")
    run(scenario())


def test_closing_twice_waits_for_the_first_to_end() -> None:
    async def scenario() -> None:
        async with Rig() as rig:
            channel = rig.channel
            await channel.up(OPEN)
            await asyncio.gather(channel.desk.close(), channel.desk.close())
            assert not channel.desk._link._peers
            channel.desk.apply(OPEN)
            channel.desk.handle_rebuild(Epoch(1))

    run(scenario())
