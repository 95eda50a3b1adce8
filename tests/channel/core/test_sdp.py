"""An SDP is checked before any library sees it."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.picture_payload import PictureCodec
from channel.core.sdp import CANDIDATES_MOST, Kind, SdpError, SdpFault, checked, payload_types

SAMPLES = Path(__file__).parent / "sdp"


def sample(name: str) -> str:
    return (SAMPLES / f"{name}.sdp").read_text().replace("\r\n", "\n").replace("\n", "\r\n")


def refusal(text: str, kind: Kind) -> SdpError | None:
    try:
        checked(text, kind)
    except SdpError as refused:
        return refused
    return None


OFFER, ANSWER, CHROMIUM = sample("desk_offer"), sample("booth_answer"), sample("chromium_answer")
FINGERPRINT = re.search(r"a=fingerprint:sha-256 .*\r\n", CHROMIUM)
assert FINGERPRINT is not None


@pytest.mark.parametrize(("text", "kind"), [(OFFER, "offer"), (ANSWER, "answer"), (CHROMIUM, "answer")])
def test_ours_and_chromiums_pass(text: str, kind: Kind) -> None:
    clean = checked(text, kind)
    assert set(clean.split("\r\n")) <= set(text.split("\r\n")) | {""}
    assert checked(clean, kind) == clean


def test_what_is_not_understood_is_left_out() -> None:
    assert "ice-options" not in checked(CHROMIUM, "answer")
    odd = CHROMIUM.replace("a=rtcp-mux\r\n", "a=rtcp-mux\r\na=x-strange:%s{}\r\n")
    assert "x-strange" not in checked(odd, "answer")


def test_tcp_candidates_are_left_out() -> None:
    tcp = CHROMIUM.replace(
        "a=ice-ufrag", "a=candidate:1 1 tcp 1 192.0.2.9 9 typ host tcptype active\r\na=ice-ufrag", 1
    )
    assert " tcp " not in checked(tcp, "answer")


def test_candidates_with_a_made_up_name_pass() -> None:
    name = "0f3c8f2e-0d5f-4d4c-8a3f-7f3fe2a6b0aa.local"
    candidate = f"a=candidate:1 1 udp 1 {name} 9 typ host generation 0\r\n"
    assert name in checked(CHROMIUM.replace("a=ice-ufrag", candidate + "a=ice-ufrag", 1), "answer")


BREAKAGES: dict[str, tuple[str, str, SdpFault]] = {
    "no fingerprint": (r"a=fingerprint:.*\r\n", "", SdpFault.FINGERPRINT),
    "only a weak fingerprint": (r"sha-256", "sha-1", SdpFault.FINGERPRINT),
    "short fingerprint": (r"(a=fingerprint:sha-256 ..):..", r"\1", SdpFault.FINGERPRINT),
    "no ICE user": (r"a=ice-ufrag:.*\r\n", "", SdpFault.ICE),
    "short ICE password": (r"a=ice-pwd:(.{10}).*\r\n", r"a=ice-pwd:\1\r\n", SdpFault.ICE),
    "answer that offers": (r"a=setup:active", "a=setup:actpass", SdpFault.SETUP),
    "no setup": (r"a=setup:.*\r\n", "", SdpFault.SETUP),
    "no bundle": (r"a=group:.*\r\n", "", SdpFault.BUNDLE),
    "bundle of two": (r"BUNDLE 0 1 2", "BUNDLE 0 1", SdpFault.BUNDLE),
    "same mid twice": (r"a=mid:1", "a=mid:0", SdpFault.BUNDLE),
    "refused video": (r"m=video \d+", "m=video 0", SdpFault.SECTIONS),
    "unencrypted": (r"UDP/TLS/RTP/SAVPF", "RTP/AVP", SdpFault.SECTIONS),
    "no data channel": (r"m=application(?s:.*)", "", SdpFault.SECTIONS),
    "second video": (r"m=application [^\r]*", "m=video 9 UDP/TLS/RTP/SAVPF 97", SdpFault.SECTIONS),
    "no VP8": (r"VP8/90000", "AV1/90000", SdpFault.CODEC),
    "no Opus": (r"opus/48000/2", "PCMU/8000", SdpFault.CODEC),
    "candidate with a host name": (
        r"(a=candidate:.*) 192\.0\.2\.2 ",
        r"\1 evil.example.org ",
        SdpFault.CANDIDATE,
    ),
    "candidate port": (r"38797 typ", "99999 typ", SdpFault.CANDIDATE),
    "candidate component": (r"(a=candidate:\d+) 1 ", r"\1 2 ", SdpFault.CANDIDATE),
    "control characters": (r"a=rtcp-mux", "a=rtcp-mux\x00", SdpFault.NOT_SDP),
    "no version": (r"v=0\r\n", "", SdpFault.NOT_SDP),
    "payload type": (r"a=rtpmap:96", "a=rtpmap:300", SdpFault.ATTRIBUTE),
    "text for a port": (r"a=sctp-port:5000", "a=sctp-port:many", SdpFault.ATTRIBUTE),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_each_breakage_is_refused_by_its_name(name: str) -> None:
    pattern, replacement, fault = BREAKAGES[name]
    broken = re.sub(pattern, replacement, CHROMIUM)
    assert broken != CHROMIUM
    with pytest.raises(SdpError) as refused:
        checked(broken, "answer")
    assert refused.value.fault is fault


def test_an_offer_is_no_answer() -> None:
    with pytest.raises(SdpError):
        checked(OFFER, "answer")
    with pytest.raises(SdpError):
        checked(ANSWER, "offer")


def test_too_much_is_refused() -> None:
    many = "".join(
        f"a=candidate:{n} 1 udp 1 192.0.2.2 {n + 1} typ host\r\n" for n in range(CANDIDATES_MOST + 1)
    )
    with pytest.raises(SdpError) as refused:
        checked(CHROMIUM.replace("a=ice-ufrag", many + "a=ice-ufrag", 1), "answer")
    assert refused.value.fault is SdpFault.CANDIDATE
    with pytest.raises(SdpError) as refused:
        checked(CHROMIUM + "a=x\r\n" * 10000, "answer")
    assert refused.value.fault is SdpFault.TOO_LARGE


@given(st.randoms(use_true_random=False), st.sampled_from([OFFER, ANSWER, CHROMIUM]))
def test_a_mutant_passes_or_is_refused_by_name_and_is_never_repeated(
    chance: random.Random, text: str
) -> None:
    lines = text.split("\r\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, chance.choice(lines))
            case 2:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
            case 3:
                cut = chance.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + chr(chance.randrange(1, 300)) + lines[at][cut + 1 :]
            case _:
                lines[at] = re.sub(r"\d+", str(chance.randrange(10**12)), lines[at], count=1)
    refused = refusal("\r\n".join(lines), "offer" if text is OFFER else "answer")
    if refused is not None:
        assert str(refused) in {fault.value for fault in SdpFault}
        assert refused.__cause__ is None
        assert refused.__context__ is None


@given(st.text(max_size=300))
def test_any_text_is_refused_by_name(text: str) -> None:
    with pytest.raises(SdpError):
        checked(text, "offer")


def with_h264(text: str, form: str = "packetization-mode=1;profile-level-id=42e01f") -> str:
    """With H.264 as a second codec for pictures."""
    text = re.sub(r"(m=video \d+ UDP/TLS/RTP/SAVPF) 97", r"\1 101 97", text)
    return text.replace(
        "a=rtpmap:97 VP8/90000\r\n",
        f"a=rtpmap:101 H264/90000\r\na=fmtp:101 {form}\r\na=rtpmap:97 VP8/90000\r\n",
    )


def test_h264_beside_vp8_passes_in_the_order_it_came() -> None:
    both = with_h264(OFFER)
    assert checked(checked(both, "offer"), "offer")
    assert payload_types(checked(both, "offer"), "video") == [101, 97, 98]
    assert payload_types(checked(OFFER, "offer"), "audio") == [96]


@pytest.mark.parametrize("form", ["profile-level-id=42e01", "profile-level-id=42e0zz", "x=42e01f"])
def test_h264_of_a_malformed_profile_is_refused(form: str) -> None:
    fault = refusal(with_h264(OFFER, form), "offer")
    assert fault is not None
    assert fault.fault is SdpFault.ATTRIBUTE


def test_one_of_the_codecs_that_this_end_uses_must_be_there() -> None:
    alone = with_h264(ANSWER).replace("VP8/90000", "AV1/90000")
    fault = refusal(alone, "answer")
    assert fault is not None
    assert fault.fault is SdpFault.CODEC
    assert checked(alone, "answer", (PictureCodec.H264, PictureCodec.VP8))
    for almost in ("XVP8/90000", "VP8/9000"):
        fault = refusal(ANSWER.replace("VP8/90000", almost), "answer")
        assert fault is not None
        assert fault.fault is SdpFault.CODEC
