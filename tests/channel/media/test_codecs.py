"""What pictures travel as between real ends: by default VP8 alone, H.264 only where both have it on."""

from __future__ import annotations

import re

import pytest

from channel.core import h264
from channel.core.gates import DeskGates
from channel.core.picture_payload import PictureCodec
from channel.media import h264_codec
from channel.media.events import FirstPicture
from channel.media.h264_codec import H264Decoder
from channel.media.peer import Peer, PeerError, PeerEvents
from channel.media.settings import MediaSettings
from channel.settings.tables import Network, Picture
from tests.channel.media.rig import H264, OPEN, SETTINGS, Channel, Rig, blocks, until
from tests.helpers.aio import run

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("no_leftovers")]


def pictures_of(sdp: str) -> list[str]:
    """The codecs for pictures, best first."""
    section = re.split(r"(?m)^m=", sdp)[2]
    names = dict(re.findall(r"a=rtpmap:(\d+) ([^/]+)/", section))
    return [names[number] for number in section.splitlines()[0].split()[3:]]


def one(settings: MediaSettings) -> Peer:
    return Peer(
        settings,
        PeerEvents(
            on_connected=lambda: None,
            on_failed=lambda reason: None,
            on_control=lambda text: None,
            on_rtp=lambda kind, packet, data, at_s: None,
            on_unseen_loss=lambda packets, at_s: None,
            on_keyframe_wanted=lambda: None,
        ),
    )


def refused(offered: MediaSettings, answers: MediaSettings, change: dict[str, str]) -> str | None:
    """What the desk says to an answer in which this was replaced."""

    async def scenario() -> str | None:
        desk, booth = one(offered), one(answers)
        try:
            answer = await booth.make_answer(await desk.make_offer())
            for before, after in change.items():
                assert before in answer
                answer = answer.replace(before, after)
            await desk.take_answer(answer)
        except PeerError as error:
            return str(error)
        else:
            return None
        finally:
            await desk.close()
            await booth.close()

    return run(scenario())


@pytest.mark.parametrize(
    ("desk", "booth", "offered", "answered"),
    [
        (SETTINGS, SETTINGS, ["VP8"], ["VP8"]),
        (SETTINGS, H264, ["VP8"], ["VP8"]),
        (H264, SETTINGS, ["H264", "VP8"], ["VP8"]),
        (H264, H264, ["H264", "VP8"], ["H264"]),
    ],
)
def test_h264_is_offered_only_where_it_is_on_and_answered_only_where_both_have_it(
    desk: MediaSettings, booth: MediaSettings, offered: list[str], answered: list[str]
) -> None:
    async def scenario() -> None:
        async with Rig(desk=desk, of_booths=[booth]) as rig:
            channel = rig.channel
            await channel.up(OPEN)
            assert [pictures_of(one.sdp) for one in channel.descriptions] == [offered, answered]
            await until(lambda: channel.desk_side.of(FirstPicture) and channel.booth_side.of(FirstPicture))
            agreed = {end._link.peer.picture_codec for end in (channel.desk, channel.booth) if end._link.peer}
            assert agreed == {PictureCodec(answered[0].lower())}
            for side in (channel.desk_side, channel.booth_side):
                assert len({packet.payload_type for packet in side.tap.video}) == 1
            for source in (rig.picture, channel.picture):
                assert {encoding.codec for encoding in source._encodes} == agreed

    run(scenario(), timeout_s=40)


def test_h264_is_offered_in_one_profile_and_with_all_that_vp8_has() -> None:
    async def scenario() -> str:
        desk = one(H264)
        try:
            return await desk.make_offer()
        finally:
            await desk.close()

    section = re.split(r"(?m)^m=", run(scenario()))[2]
    formats = re.findall(r"a=fmtp:\d+ (.*)\r", section)
    assert formats == ["level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"]
    feedback: dict[str, set[str]] = {}
    for number, value in re.findall(r"a=rtcp-fb:(\d+) (.*)\r", section):
        feedback.setdefault(number, set()).add(value)
    first, second = feedback.values()
    assert first == second >= {"nack", "nack pli", "transport-cc"}


def test_an_answer_that_names_what_was_not_offered_is_refused() -> None:
    renamed = {"VP8/90000": "H264/90000"}
    assert refused(SETTINGS, SETTINGS, {}) is None
    assert refused(SETTINGS, SETTINGS, renamed) is not None
    beside = {"a=rtpmap:97 VP8/90000": "a=rtpmap:97 AV1/90000"}
    assert refused(SETTINGS, SETTINGS, beside) is not None


@pytest.mark.parametrize(
    "odd", [("packetization-mode=1", "packetization-mode=0"), ("42e01f", "64001f"), ("42e01f", "420000")]
)
def test_an_answer_in_another_form_of_h264_is_refused(odd: tuple[str, str]) -> None:
    assert refused(H264, H264, {}) is None
    assert refused(H264, H264, dict([odd])) is not None


@pytest.mark.parametrize(
    ("settings", "offered", "answered"),
    [
        (SETTINGS, ["H264", "VP8"], ["VP8"]),
        (SETTINGS, ["VP8", "H264"], ["VP8"]),
        (H264, ["VP8", "H264"], ["VP8"]),
        (H264, ["H264", "VP8"], ["H264"]),
        (SETTINGS, ["H264"], None),
    ],
)
def test_a_strange_desk_gets_the_first_of_its_codecs_that_the_booth_may_use(
    settings: MediaSettings, offered: list[str], answered: list[str] | None
) -> None:
    async def scenario() -> list[str] | None:
        desk, booth = one(H264), one(settings)
        try:
            offer = in_order(await desk.make_offer(), offered)
            return pictures_of(await booth.make_answer(offer))
        except PeerError:
            return None
        finally:
            await desk.close()
            await booth.close()

    assert run(scenario()) == answered


def in_order(offer: str, codecs: list[str]) -> str:
    """The offer with these codecs for pictures alone, in this order."""
    numbers = {name: number for number, name in re.findall(r"a=rtpmap:(\d+) (VP8|H264)/", offer)}
    line = re.search(r"m=video \d+ UDP/TLS/RTP/SAVPF", offer)
    assert line is not None
    kept = " ".join(numbers[name] for name in codecs)
    offer = re.sub(rf"{line.group()}[ \d]+", f"{line.group()} {kept}", offer)
    for name in numbers.keys() - codecs:
        offer = re.sub(rf"a=(rtpmap|fmtp|rtcp-fb):{numbers[name]} .*\r\n", "", offer)
    return offer


def sent_to(channel: Channel) -> set[bytes]:
    """The payloads of pictures that the booth got."""
    return {packet.payload for packet in channel.booth_side.tap.video if packet.payload}


def test_booths_with_and_without_h264_are_served_side_by_side_from_one_encode_of_each() -> None:
    async def scenario() -> None:
        async with Rig(desk=H264, of_booths=[H264, SETTINGS, H264]) as rig:
            first, second, third = rig.channels
            for channel in rig.channels:
                await channel.up(OPEN)
            for end in [end for channel in rig.channels for end in (channel.desk, channel.booth)]:
                await until(lambda end=end: end.statistics().pictures_in > 20)  # type: ignore[misc]
            # The same encoded pictures reach both, once both stand on the same rung.
            await until(lambda: len(sent_to(first) & sent_to(third)) > 5)
            assert not sent_to(first) & sent_to(second)
            await until(lambda: {encoding.codec for encoding in rig.picture._encodes} == set(PictureCodec))

    run(scenario(), timeout_s=60)


def test_an_opened_picture_gate_in_h264_begins_with_a_key_frame_of_a_picture_taken_afterwards() -> None:
    async def scenario() -> None:
        async with Rig(desk=H264, of_booths=[H264, H264]) as rig:
            # The first booth keeps the shared encoder busy, so that the second joins in the middle.
            first, second = rig.channels
            await first.up(OPEN)
            await second.up()
            rig.shade = 40
            await until(lambda: rig.picture.encoded > 20)
            assert not second.booth_side.tap.video
            rig.shade = 200
            second.desk.apply(DeskGates(picture=True))
            opening = second.booth_side.tap.video
            await until(lambda: sum(packet.marker for packet in opening) > 3)
            parts = [
                h264.read(packet.payload)
                for packet in opening
                if packet.payload and packet.timestamp == opening[0].timestamp
            ]
            key = b"".join(part[1] for part in parts if part is not None)
            assert h264.is_keyframe(key)
            frame = H264Decoder().decode(key)
            assert frame is not None
            assert frame.to_ndarray(format="bgr24")[10, 10, 0] > 150, "not the shade of before the opening"
            second.desk.apply(DeskGates())
            await until(lambda: not second.desk._picture_out.is_open)
            await blocks(second.booth_side, 10)
            opening.clear()
            await blocks(second.booth_side, 30)
            assert not [packet for packet in opening if packet.payload]

    run(scenario())


def test_the_settings_file_turns_it_on_where_the_encoder_is_there(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def codecs(picture: Picture) -> tuple[PictureCodec, ...]:
        return MediaSettings.of(picture, Network(), 32).picture_codecs

    assert codecs(Picture()) == (PictureCodec.VP8,)
    assert codecs(Picture(codec="h264")) == (PictureCodec.H264, PictureCodec.VP8)
    assert not caplog.records
    monkeypatch.setattr(h264_codec, "ENCODER", "no such encoder")
    assert codecs(Picture(codec="h264")) == (PictureCodec.VP8,)
    assert "cannot encode H.264" in caplog.text
