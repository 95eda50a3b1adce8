"""What is said in SDP beyond what aiortc knows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aiortc.sdp import SessionDescription

from channel.core.rtp_features import OURS, Features, read, write
from channel.core.sdp import checked
from channel.core.transport_feedback import URI
from tests.channel.core.test_sdp import ANSWER, CHROMIUM, OFFER, with_h264

NONE = Features()
PLAIN = Features(repeated=frozenset({"video"}))


def test_an_offer_says_all_and_is_read_so() -> None:
    offered = write(OFFER, OURS)
    assert read(checked(offered, "offer")) == OURS


def test_an_answer_says_what_the_offer_had() -> None:
    assert read(checked(write(ANSWER, OURS), "answer")) == OURS


def test_a_far_end_that_knows_none_of_it_is_served_plainly() -> None:
    assert read(checked(OFFER, "offer")) == PLAIN
    assert write(OFFER, PLAIN) == OFFER
    assert read(checked(CHROMIUM, "answer")).red_type is None


def test_nothing_is_said_twice() -> None:
    assert write(write(OFFER, OURS), PLAIN) == write(OFFER, OURS)
    lines = write(OFFER, OURS).split("\r\n")
    video = lines[next(place for place, line in enumerate(lines) if line.startswith("m=video")) :]
    assert len([line for line in video if line.endswith(" nack")]) == 1


def test_aiortc_reads_our_offer_and_passes_over_what_it_does_not_know() -> None:
    description = SessionDescription.parse(checked(write(OFFER, OURS), "offer"))
    assert {codec.mimeType for codec in description.media[0].rtp.codecs} >= {"audio/opus", "audio/red"}


@pytest.mark.parametrize("parameters", ["63 97/97", "63 96/97", "63 96/96/0", "63 usedtx=1"])
def test_redundancy_of_anything_but_opus_is_left_alone(parameters: str) -> None:
    other = write(OFFER, OURS).replace("63 96/96", parameters)
    assert read(checked(other, "offer")).red_type is None


def test_redundancy_of_any_depth_is_taken() -> None:
    deeper = write(OFFER, OURS).replace("63 96/96", "63 96/96/96")
    assert read(checked(deeper, "offer")).red_type == 63


def test_numbers_without_feedback_are_not_used() -> None:
    silent = write(OFFER, OURS).replace("a=rtcp-fb:96 transport-cc\r\n", "")
    assert read(checked(silent, "offer")).counted == {"video"}


def test_both_use_only_what_both_have() -> None:
    assert OURS.common(PLAIN) == PLAIN
    assert OURS.common(NONE) == NONE
    assert OURS.common(OURS) == OURS


def test_a_number_that_differs_is_used_by_neither() -> None:
    other = Features(red_type=99, transport_id=5, counted=OURS.counted, repeated=OURS.repeated)
    assert OURS.common(other) == Features(repeated=OURS.repeated)


def test_a_browser_that_knows_nothing_of_telling_again_is_told_once() -> None:
    browsers = write(OFFER, OURS)
    for line in browsers.split("\r\n"):
        if line.endswith("transport-cc again"):
            browsers = browsers.replace(line + "\r\n", "")
    found = read(checked(browsers, "offer"))
    assert not OURS.common(found).told_again
    assert OURS.common(found).counted == OURS.counted


def test_copies_of_plain_and_of_redundant_sound_have_types_of_their_own() -> None:
    lines = write(OFFER, OURS).split("\r\n")
    (audio,) = [line for line in lines if line.startswith("m=audio")]
    assert audio.endswith(" 63 62 61")
    assert OURS.copied
    assert OURS.copy_types(96) == {96: 62, 63: 61}
    no_red = replace(OURS, red_type=None, red_copy_type=None)
    assert read(checked(write(OFFER, no_red), "offer")) == no_red
    assert no_red.copied


@pytest.mark.parametrize(("said", "instead"), [("62 apt=96", "62 apt=97"), ("61 apt=63", "61 apt=96")])
def test_where_not_all_sound_can_be_copied_none_is(said: str, instead: str) -> None:
    other = write(OFFER, OURS).replace(said, instead)
    assert not read(checked(other, "offer")).copied
    assert not OURS.common(read(checked(other, "offer"))).copied


def test_the_extension_is_offered_for_both_kinds() -> None:
    assert write(OFFER, OURS).count(f"a=extmap:4 {URI}\r\n") == 2


def test_it_is_said_of_each_codec_for_pictures_and_counts_where_all_have_it() -> None:
    offered = write(with_h264(OFFER), OURS)
    for number in (97, 101):
        assert f"a=rtcp-fb:{number} nack\r\n" in offered
        assert f"a=rtcp-fb:{number} transport-cc\r\n" in offered
    assert read(checked(offered, "offer")) == OURS
    one = offered.replace("a=rtcp-fb:101 nack\r\n", "").replace("a=rtcp-fb:101 transport-cc\r\n", "")
    assert "video" not in read(checked(one, "offer")).repeated | read(checked(one, "offer")).counted
