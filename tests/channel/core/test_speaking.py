"""The speaking level of what was told to be speech, or not. Loudness alone: ``test_small_machines``."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from channel.core.speaking import STEPS, VOICED_BLOCKS, SpeakingLevel


def quiet_room() -> SpeakingLevel:
    level = SpeakingLevel()
    for _ in range(100):
        level.hear(-60.0, voiced=False)
    return level


def test_a_loud_fan_never_shows_and_would_if_loudness_decided_alone() -> None:
    fan, control = quiet_room(), SpeakingLevel()
    for _ in range(500):
        fan.hear(-25.0, voiced=False)
        control.hear(-25.0)
        assert fan.steps == 0
    assert control.steps > 0


def test_speech_shows_within_sixty_milliseconds() -> None:
    level = quiet_room()
    for _ in range(VOICED_BLOCKS - 1):
        level.hear(-30.0, voiced=True)
        assert level.steps == 0
    level.hear(-30.0, voiced=True)
    assert 3 <= level.steps <= STEPS


def test_a_knock_that_sounds_like_a_voice_for_a_moment_does_not_show() -> None:
    level = quiet_room()
    for voiced in (True, True, False, True, True, False):
        level.hear(-20.0, voiced=voiced)
        assert level.steps == 0


def test_a_short_gap_between_syllables_does_not_flicker() -> None:
    level = quiet_room()
    for _ in range(5):
        level.hear(-30.0, voiced=True)
    shown = level.steps
    for _ in range(5):
        level.hear(-50.0, voiced=False)
    assert level.steps == shown


def test_a_whisper_below_the_noise_does_not_show_however_voiced() -> None:
    level = SpeakingLevel()
    for _ in range(200):
        level.hear(-45.0, voiced=True)
    assert level.steps == 0


@given(st.lists(st.tuples(st.floats(-100.0, 0.0), st.sampled_from([True, False, None])), max_size=300))
def test_the_level_never_leaves_its_five_steps(heard: list[tuple[float, bool | None]]) -> None:
    level = SpeakingLevel()
    for dbfs, voiced in heard:
        level.hear(dbfs, voiced)
        assert 0 <= level.steps <= STEPS
