"""What the channel relies on in Opus, with the library and without it."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from channel.media import libopus, opus
from channel.media.opus import (
    SILENCE_PACKET,
    SILENT_BLOCK,
    OpusDecoder,
    OpusEncoder,
    OpusError,
    has_redundancy,
    packet_samples,
)
from tests.channel.media.rig import tone
from tests.channel.media.voice_link import vowel


@pytest.fixture
def no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libopus, "library", lambda: None)


def peak(block: NDArray[np.int16]) -> int:
    return int(np.abs(block.astype(int)).max())


def test_the_library_that_comes_with_pyav_is_found() -> None:
    """Without it there is no concealment and no in-band redundancy: see the fallback below."""
    assert libopus.library() is not None


def test_a_voice_comes_back_some_6_5_ms_later() -> None:
    encoder, decoder = OpusEncoder(32), OpusDecoder()
    heard = np.concatenate([decoder.decode(encoder.encode(vowel(number))) for number in range(30)])
    said = np.concatenate([vowel(number) for number in range(30)])
    likeness = [np.corrcoef(heard[2000 + late : 20000 + late], said[2000:20000])[0, 1] for late in range(400)]
    assert max(likeness) > 0.8
    assert 290 <= int(np.argmax(likeness)) <= 320


def test_the_silence_packet_ends_in_exact_zeros_and_is_always_the_same() -> None:
    decoder, encoder = OpusDecoder(), OpusEncoder(32)
    for number in range(10):
        decoder.decode(encoder.encode(tone(437, number)))
    decoder.decode(SILENCE_PACKET)
    for _ in range(5):
        assert not decoder.decode(SILENCE_PACKET).any()
    silent = OpusEncoder(32, "audio")
    assert {silent.encode(SILENT_BLOCK) for _ in range(10)} == {SILENCE_PACKET}


def test_what_is_made_up_goes_on_as_before() -> None:
    encoder, decoder = OpusEncoder(32), OpusDecoder()
    for number in range(20):
        before = decoder.decode(encoder.encode(vowel(number)))
    assert 0.5 * peak(before) < peak(decoder.conceal(960)) < 1.5 * peak(before)
    assert len(decoder.conceal(480)) == 480


def test_a_lost_block_is_had_from_the_next_packet_when_the_encoder_was_told_of_loss() -> None:
    encoder = OpusEncoder(32)
    assert encoder.protect(20)
    assert not encoder.protect(20), "nothing changed"
    packets = [encoder.encode(vowel(number)) for number in range(30)]
    lost = next(number for number in range(10, 30) if has_redundancy(packets[number + 1]))
    whole, repaired, made_up = OpusDecoder(), OpusDecoder(), OpusDecoder()
    for packet in packets[:lost]:
        for decoder in (whole, repaired, made_up):
            decoder.decode(packet)
    wanted = whole.decode(packets[lost]).astype(float)
    had = repaired.decode_lost(packets[lost + 1], 960)
    assert len(had) == 960
    assert np.corrcoef(wanted, had)[0, 1] > 0.8
    assert len(repaired.decode(packets[lost + 1])) == 960


def test_an_encoder_that_was_not_told_of_loss_repeats_nothing() -> None:
    encoder = OpusEncoder(32)
    assert not any(has_redundancy(encoder.encode(vowel(number))) for number in range(30))
    encoder.protect(20)
    encoder.encode(vowel(30))
    encoder.protect(0)
    encoder.encode(vowel(31))
    assert not any(has_redundancy(encoder.encode(vowel(number))) for number in range(32, 40))


@pytest.mark.parametrize("bad", [b"", b"\x03", b"\xff\xff\xff"])
def test_bytes_that_are_no_packet_are_refused(bad: bytes) -> None:
    if bad:
        with pytest.raises(OpusError):
            OpusDecoder().decode(bad)
    assert packet_samples(bad) == 0


@given(st.binary(min_size=1, max_size=200))
def test_a_packet_holds_what_it_says(packet: bytes) -> None:
    try:
        sound = OpusDecoder().decode(packet)
    except OpusError:
        return
    assert len(sound) == packet_samples(packet)
    has_redundancy(packet)


def test_objects_that_are_gone_give_back_their_memory() -> None:
    for _ in range(300):
        OpusEncoder(32).encode(SILENT_BLOCK)
        OpusDecoder().decode(SILENCE_PACKET)


@pytest.mark.usefixtures("no_library")
def test_without_the_library_voices_are_carried_and_what_is_lost_is_silence() -> None:
    encoder, decoder = OpusEncoder(32), OpusDecoder()
    assert isinstance(encoder._opus, opus._PyAvEncoder)
    assert not encoder.protect(20)
    packets = [encoder.encode(vowel(number)) for number in range(10)]
    assert not has_redundancy(packets[-1])
    assert peak(np.concatenate([decoder.decode(packet) for packet in packets])) > 5000
    assert not decoder.conceal(960).any()
    assert not decoder.decode_lost(packets[-1], 960).any()
    with pytest.raises(OpusError):
        decoder.decode(b"\xff\xff\xff")


def test_both_kinds_make_the_same_packets() -> None:
    opus_library = libopus.library()
    assert opus_library is not None
    with_it = opus._LibraryEncoder(opus_library, 32, "voip")
    without_it = opus._PyAvEncoder(32, "voip")
    for number in range(20):
        assert with_it.encode(vowel(number)) == without_it.encode(vowel(number))


def test_the_end_of_the_program_frees_nothing_under_a_thread_that_still_runs() -> None:
    """A device's thread that hangs is left behind, and may be within the library when the program ends."""
    program = """
from channel.media import libopus, opus
library = libopus.library()
library.opus_decoder_destroy = library.opus_encoder_destroy = lambda state: print("freed")
kept = opus.OpusDecoder(), opus.OpusEncoder(32)
opus.OpusDecoder()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["freed"], "the one that nobody had any more"
