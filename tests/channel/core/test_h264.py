"""H.264 in RTP: what is cut is read again, and hostile payloads are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.h264 import FORMAT, UNITS_MOST, H264Error, admits, coded_size, cut, is_keyframe, read
from channel.core.picture_payload import PayloadError

START = b"\x00\x00\x00\x01"
SLICE, IDR, INFORMATION, SEQUENCE, PICTURE, DELIMITER = 1, 5, 6, 7, 8, 9


def numbers(*values: int) -> str:
    """Exp-Golomb, unsigned."""
    return "".join("0" * (len(f"{one + 1:b}") - 1) + f"{one + 1:b}" for one in values)


def parameters(
    columns: int,
    rows: int,
    *,
    profile: int = 66,
    order: str = numbers(2),
    frames: int = 1,
    fields: bool = False,
) -> bytes:
    """A sequence parameter set of so many macroblocks."""
    size = numbers(columns - 1, rows - 1) + ("0" if fields else "1")
    bits = numbers(0, 0) + order + numbers(frames) + "0" + size + "1"
    bits += "1" + "0" * (-(len(bits) + 1) % 8)
    body = int(bits, 2).to_bytes(len(bits) // 8, "big")
    return bytes((0x60 | SEQUENCE, profile, 0xC0, 31)) + body


SMALL = parameters(40, 23)
PARAMETERS_OF_PICTURE = bytes((0x60 | PICTURE, 0xCE, 0x3C, 0x80))


def unit(kind: int, body: bytes, *, first: bool = True) -> bytes:
    """A NAL unit that holds no start code and does not end in zeros."""
    begin = 0x80 if first else 0x40
    return bytes((0x60 | kind, begin)) + body.replace(b"\x00", b"\x11") + b"\x80"


def stream(*units: bytes) -> bytes:
    return b"".join(START + one for one in units)


def key_picture(size: int = 30) -> bytes:
    return stream(SMALL, PARAMETERS_OF_PICTURE, unit(IDR, bytes(size)))


def joined(payloads: tuple[bytes, ...]) -> bytes:
    return b"".join(part[1] for part in map(read, payloads) if part is not None)


bodies = st.lists(st.binary(min_size=1, max_size=5000), min_size=1, max_size=6)


@given(bodies, st.booleans(), st.sampled_from([100, 600, 1200]))
def test_what_is_cut_is_read_as_it_was_and_begins_once(
    slices: list[bytes], keyframe: bool, most_bytes: int
) -> None:
    kind = IDR if keyframe else SLICE
    units = [unit(kind, body, first=number == 0) for number, body in enumerate(slices)]
    picture = stream(*([SMALL, PARAMETERS_OF_PICTURE] if keyframe else []), *units)
    payloads = cut(picture, most_bytes)
    assert all(len(payload) <= most_bytes for payload in payloads)
    assert joined(payloads) == picture
    assert (is_keyframe(picture), admits(picture)) == (keyframe, True)
    parts = [read(payload) for payload in payloads]
    assert [part is not None and part[0].starts for part in parts] == [True] + [False] * (len(payloads) - 1)
    assert all(part is not None and part[0].picture_id is None for part in parts)


def test_small_units_share_a_packet_and_large_ones_are_cut_evenly() -> None:
    payloads = cut(key_picture(3000), 1200)
    assert [payload[0] & 0x1F for payload in payloads] == [24, 28, 28, 28]
    assert [payload[1] & 0xC0 for payload in payloads[1:]] == [0x80, 0, 0x40]
    assert max(map(len, payloads[1:])) - min(map(len, payloads[1:])) <= 3
    assert [payload[0] & 0x1F for payload in cut(key_picture(30), 1200)] == [24]
    assert [payload[0] & 0x1F for payload in cut(stream(unit(SLICE, b"abc")), 1200)] == [SLICE]


def test_what_nothing_is_decoded_from_is_not_sent_and_read_as_padding() -> None:
    information, delimiter = unit(INFORMATION, b"x264 and its settings"), unit(DELIMITER, b"")
    payloads = cut(stream(delimiter, SMALL, PARAMETERS_OF_PICTURE, information, unit(IDR, b"picture")), 1200)
    assert joined(payloads) == stream(SMALL, PARAMETERS_OF_PICTURE, unit(IDR, b"picture"))
    assert read(information) is None
    assert read(bytes((0x60 | 28, 0x80 | INFORMATION)) + b"cut") is None


def test_shorter_start_codes_and_zeros_behind_a_unit_are_understood() -> None:
    loose = b"\x00\x00\x01" + SMALL + b"\x00\x00\x00\x00\x01" + unit(IDR, b"picture") + b"\x00\x00"
    assert joined(cut(loose, 1200)) == stream(SMALL, unit(IDR, b"picture"))


def aggregated(*lengths_and_units: tuple[int, bytes]) -> bytes:
    return bytes((0x60 | 24,)) + b"".join(size.to_bytes(2, "big") + one for size, one in lengths_and_units)


HOSTILE = {
    "known to be damaged": bytes((0x80 | SLICE, 0x80)),
    "no such unit": bytes((0, 1, 2)),
    "data partition": bytes((0x60 | 2, 0x80)),
    "extended parameters": bytes((0x60 | 15, 66, 0, 31)),
    "another packetization mode": bytes((0x60 | 25, 0, 0, 0, 2, SLICE, 0x80)),
    "fragment of another mode": bytes((0x60 | 29, 0x80 | SLICE, 0, 0, 9)),
    "fragment without anything": bytes((0x60 | 28,)),
    "fragment without a byte": bytes((0x60 | 28, 0x80 | SLICE)),
    "fragment that begins and ends": bytes((0x60 | 28, 0xC0 | SLICE, 1)),
    "fragment of an aggregate": bytes((0x60 | 28, 0x80 | 24, 1)),
    "fragment of a fragment": bytes((0x60 | 28, 28, 1)),
    "aggregate that says more than there is": aggregated((3, SMALL), (500, b"x")),
    "aggregate with half a length": aggregated((len(SMALL), SMALL)) + b"\x00",
    "aggregate of nothing": aggregated((0, b"")),
    "aggregate in an aggregate": aggregated((4, bytes((24, 0, 1, 1)))),
    "damaged unit in an aggregate": aggregated((2, bytes((0x80 | SLICE, 1)))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_payload_that_is_against_the_rules_is_refused(name: str) -> None:
    with pytest.raises(H264Error):
        read(HOSTILE[name])


def test_an_aggregate_without_units_is_nothing() -> None:
    assert read(aggregated()) is None


@given(st.binary(min_size=1, max_size=1500))
def test_any_payload_is_read_or_refused_and_never_grows_by_much(payload: bytes) -> None:
    try:
        part = FORMAT.read(payload)
    except PayloadError:
        return
    assert part is None or len(part[1]) <= 2 * len(payload) + len(START)


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_any_bytes_are_a_picture_that_is_admitted_or_not(parts: list[bytes]) -> None:
    picture = b"".join(b"\x00\x00\x01" + part for part in parts)
    assert is_keyframe(picture) in (True, False)
    assert admits(picture) in (True, False)


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize(
    ("columns", "rows", "fits"), [(40, 23, True), (120, 68, True), (121, 68, False), (40, 500, False)]
)
def test_the_size_of_a_key_frame_is_known_before_it_is_decoded(columns: int, rows: int, fits: bool) -> None:
    stated = parameters(columns, rows)
    assert coded_size(stated) == (16 * columns, 16 * rows)
    assert admits(stream(stated, PARAMETERS_OF_PICTURE, unit(IDR, b"picture"))) is fits


def test_a_byte_that_was_put_in_against_start_codes_is_no_part_of_the_size() -> None:
    plain = parameters(4096, 4096, frames=0)
    stuffed = plain.replace(b"\x00\x00", b"\x00\x00\x03")
    assert stuffed != plain
    assert coded_size(stuffed) == (65536, 65536)


def test_pictures_may_be_ordered_in_the_two_usual_ways() -> None:
    assert coded_size(parameters(40, 23, order=numbers(0, 4))) == (640, 368)
    assert coded_size(parameters(40, 23, order=numbers(2))) == (640, 368)


@pytest.mark.parametrize(
    "odd",
    [
        parameters(40, 23, profile=100),
        parameters(40, 23, order=numbers(1)),
        parameters(40, 23, fields=True),
        parameters(120, 68, frames=16),
        SMALL[:5],
        SMALL[:4],
        SMALL[:4] + bytes(60),
        b"\x67",
    ],
)
def test_parameters_of_another_profile_of_too_much_or_cut_off_are_not_admitted(odd: bytes) -> None:
    assert coded_size(odd) is None
    assert not admits(stream(odd, PARAMETERS_OF_PICTURE, unit(IDR, b"picture")))


@given(st.binary(max_size=80))
def test_any_parameters_have_a_size_or_none(odd: bytes) -> None:
    size = coded_size(bytes((0x67, 66, 0xC0, 31)) + odd)
    assert size is None or min(size) >= 16


def test_a_picture_is_a_key_frame_or_refers_to_others_and_never_both() -> None:
    other = unit(SLICE, b"refers")
    assert admits(key_picture())
    assert admits(stream(other))
    assert not admits(stream(SMALL, PARAMETERS_OF_PICTURE, other))
    assert not admits(stream(SMALL, PARAMETERS_OF_PICTURE, unit(IDR, b"a"), other))
    assert not admits(stream(other, unit(IDR, b"a")))
    assert not admits(stream(SMALL, PARAMETERS_OF_PICTURE))


def test_parameters_hidden_in_the_fragments_of_another_unit_are_found() -> None:
    huge = parameters(1000, 1000, frames=0)
    start, rest = (stream(huge)[:2], stream(huge)[2:])
    fragments = (
        bytes((0x60 | 28, 0x80 | SLICE, 0x80)) + b"picture" + start,
        bytes((0x60 | 28, 0x40 | SLICE)) + rest,
    )
    picture = joined(fragments)
    assert SMALL not in picture
    assert huge in picture
    assert not admits(picture)


def test_a_picture_of_too_many_units_is_not_admitted() -> None:
    one = unit(SLICE, b"")
    assert admits(stream(*[one] * UNITS_MOST))
    assert not admits(stream(*[one] * (UNITS_MOST + 1)))
