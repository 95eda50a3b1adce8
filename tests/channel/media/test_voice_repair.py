"""What is heard of a voice over a bad link: how much, how late, and without a click. In virtual time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from channel.core.redundancy import wanted_depth
from tests.channel.media.voice_link import VoiceLink, loudest, roughest, vowel

RATE_HZ = 48_000
PHASES_S = (0.001, 0.006, 0.009)
"""Of the loudspeaker's pulls against the microphone's blocks: up to a pull of delay is this alone."""


def two_tones(number: int) -> NDArray[np.int16]:
    at_s = (np.arange(960) + 960 * number) / RATE_HZ
    return np.asarray(7000 * (np.sin(2 * np.pi * 437 * at_s) + np.sin(2 * np.pi * 613 * at_s)), np.int16)


@pytest.mark.parametrize("phase_s", PHASES_S)
def test_a_clean_link_is_played_whole_within_25_milliseconds_of_its_own_delay(phase_s: float) -> None:
    judged = VoiceLink(8.0, phase_s=phase_s).run().judged()
    assert (judged.played_share, judged.longest_gap) == (1.0, 0)
    assert judged.delay_ms <= 20 + 25


@pytest.mark.parametrize(
    ("loss", "played_least", "above_link_ms"),
    [(0.02, 0.99, 70), (0.05, 0.99, 70), (0.10, 0.98, 90), (0.20, 0.98, 110)],
)
def test_independent_loss_is_repaired(loss: float, played_least: float, above_link_ms: float) -> None:
    link = VoiceLink(loss=loss, depth=wanted_depth(loss, 1.0), asks=True, seed=3).run()
    judged = link.judged()
    assert judged.played_share >= played_least
    assert judged.delay_ms <= 20 + above_link_ms
    assert judged.longest_gap <= 3
    assert link.figures.repaired_red > 0


def test_without_redundancy_and_asking_the_loss_is_heard() -> None:
    """The control of the test above."""
    assert VoiceLink(loss=0.05).run().judged().played_share < 0.97


@pytest.mark.parametrize("seed", [1, 2])
def test_bursts_of_three_on_a_jittery_link_are_repaired(seed: int) -> None:
    depth = wanted_depth(0.05, 3.0)
    link = VoiceLink(20.0, 0.05, 3, delay_s=0.04, jitter_s=0.02, depth=depth, asks=True, seed=seed).run()
    judged = link.judged()
    assert judged.played_share >= 0.99
    assert judged.delay_ms <= 40 + 120


def test_where_there_is_no_redundancy_asking_again_repairs() -> None:
    link = VoiceLink(loss=0.05, asks=True, seed=2).run()
    assert link.judged().played_share >= 0.98
    assert link.figures.repaired_nack > 15


def test_the_codecs_own_redundancy_is_played_where_there_is_no_other() -> None:
    link = VoiceLink(loss=0.1, jitter_s=0.01, codec_percent=20, microphone=vowel).run()
    assert link.figures.repaired_fec > 20
    assert link.figures.concealed < 0.07 * link.figures.played


@pytest.mark.parametrize("ppm", [300.0, -300.0])
def test_a_clock_that_drifts_costs_no_block_and_no_delay(ppm: float) -> None:
    link = VoiceLink(80.0, faster_ppm=ppm).run()
    judged = link.judged(from_s=72.0)
    assert (judged.played_share, link.figures.concealed) == (1.0, 0)
    assert judged.delay_ms <= 20 + 40
    assert 15 <= link.figures.stretched_ms <= 60


BENDING = {
    "fast sender": VoiceLink(20.0, faster_ppm=1500, asks=True),
    "slow sender": VoiceLink(20.0, faster_ppm=-1500, asks=True),
    "growing and shrinking": VoiceLink(20.0, loss=0.05, burst=2, depth=3, jitter_s=0.015, asks=True, seed=4),
}


@pytest.mark.parametrize(("microphone", "allowed"), [(vowel, 1.3), (two_tones, 8.0)])
@pytest.mark.parametrize("link", BENDING.values(), ids=BENDING.keys())
def test_making_the_sound_longer_or_shorter_does_not_click(
    link: VoiceLink, microphone: Callable[[int], NDArray[np.int16]], allowed: float
) -> None:
    """Two tones repeat after seconds only: no place is quite like another."""
    clean = VoiceLink(microphone=microphone).run()
    bent = replace(link, microphone=microphone).run()
    assert bent.figures.stretched_ms >= 15
    assert roughest(bent.sound[RATE_HZ:]) <= allowed * roughest(clean.sound[RATE_HZ:])


@pytest.mark.parametrize(("microphone", "allowed"), [(vowel, 1.3), (two_tones, 8.0)])
def test_a_cut_without_a_fade_would_click(
    microphone: Callable[[int], NDArray[np.int16]], allowed: float
) -> None:
    """The control of the test above."""
    sound = VoiceLink(microphone=microphone).run().sound[RATE_HZ:]
    cut = np.concatenate((sound[:5000], sound[5200:]))
    assert roughest(cut) > allowed * roughest(sound)


@pytest.mark.parametrize("loss", [0.02, 0.2])
def test_a_strongly_periodic_sound_does_not_burst_after_a_loss(loss: float) -> None:
    clean = VoiceLink(microphone=two_tones).run()
    lossy = VoiceLink(loss=loss, microphone=two_tones).run()
    assert lossy.figures.concealed > 5
    assert loudest(lossy.sound) <= 1.6 * loudest(clean.sound)


def test_half_a_second_of_nothing_fades_out_and_comes_back_without_a_click() -> None:
    stalled = VoiceLink(stall_s=(8.0, 8.5), microphone=vowel).run()
    assert not stalled.sound[int(8.25 * RATE_HZ) : int(8.45 * RATE_HZ)].any()
    assert roughest(stalled.sound) <= 1.3 * roughest(VoiceLink(microphone=vowel).run().sound)


def test_what_was_spoken_during_a_stall_is_not_played_late_and_the_wait_is_soon_the_usual_one() -> None:
    heard = VoiceLink(20.0, stall_s=(8.0, 8.5)).run().heard()
    assert max(delay_s for number, delay_s in heard.items() if 440 <= number < 500) <= 0.12
    assert max(delay_s for number, delay_s in heard.items() if number > 920) <= 0.06


@pytest.mark.parametrize("by_s", [0.1, 0.15, 0.3])
def test_a_route_that_becomes_slower_is_followed(by_s: float) -> None:
    link = VoiceLink()
    slower_s = link.delay_s + by_s
    link.at(7.0, lambda: setattr(link, "delay_s", slower_s))
    judged = link.run().judged(from_s=8.0)
    assert judged.played_share >= 0.99
    assert judged.delay_ms <= 1000 * slower_s + 60
    assert link.figures.concealed <= 8, "the step itself, and what comes after it is not chopped"
