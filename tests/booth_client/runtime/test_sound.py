from __future__ import annotations

import numpy as np
import pytest

from booth_client.core.commands import Prompt
from booth_client.core.snapshot import Language
from booth_client.runtime.sound import PromptPlayer, SpeakerMix, prompt_path, read_sound
from channel.sound.limiter import CEILING
from hardware.devices import PULL_SAMPLES, Block

VOICE: Block = (np.arange(PULL_SAMPLES) % 2000 - 1000).astype(np.int16)


def voice() -> Block:
    return VOICE


def prompt_of(length: int, value: int = 1000) -> Block:
    return np.full(length, value, np.int16)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("prompt", list(Prompt))
def test_every_prompt_has_its_file_in_both_languages(prompt: Prompt, language: Language) -> None:
    assert prompt_path(prompt, language).is_file()


def test_a_prompt_is_read_as_48_khz_mono() -> None:
    samples = read_sound(prompt_path(Prompt.CALLING, Language.INDONESIAN))
    assert samples.dtype == np.int16
    assert samples.ndim == 1
    assert 48_000 < len(samples) < 48_000 * 10
    assert np.abs(samples).max() > 1000


def test_without_officer_and_prompt_the_speaker_gets_exact_zeros() -> None:
    assert not SpeakerMix(1.0).pull().any()


def test_the_officers_voice_passes_untouched() -> None:
    mix = SpeakerMix(0.5)
    mix.hear(voice)
    assert np.array_equal(mix.pull(), VOICE)


def test_a_prompt_lies_over_the_voice_and_ends() -> None:
    mix = SpeakerMix(0.5)
    mix.hear(voice)
    mix.speak(prompt_of(PULL_SAMPLES + 10))
    assert np.array_equal(mix.pull(), VOICE + 500)
    second = mix.pull()
    assert np.array_equal(second[:10], VOICE[:10] + 500)
    assert np.array_equal(second[10:], VOICE[10:])
    assert np.array_equal(mix.pull(), VOICE)


def test_loud_voice_and_prompt_are_limited_and_do_not_wrap_round() -> None:
    mix = SpeakerMix(1.0)
    mix.hear(lambda: np.full(PULL_SAMPLES, 30_000, np.int16))
    mix.speak(prompt_of(PULL_SAMPLES, 30_000))
    pulled = mix.pull()
    assert pulled.min() > 29_000
    assert pulled.max() <= CEILING


def test_quiet_stops_a_prompt_at_once() -> None:
    mix = SpeakerMix(1.0)
    mix.speak(prompt_of(48_000))
    assert mix.pull().any()
    mix.quiet()
    assert not mix.pull().any()


def test_an_officer_who_left_is_heard_no_more() -> None:
    mix = SpeakerMix(1.0)
    mix.hear(voice)
    mix.hear(None)
    assert not mix.pull().any()


def test_a_prompt_that_was_being_read_is_not_spoken_after_quiet() -> None:
    mix = SpeakerMix(1.0)
    player = PromptPlayer(mix, enabled=True)
    assert not player.play(Prompt.CALLING, Language.INDONESIAN)
    player.quiet()
    player.ready(Prompt.CALLING, Language.INDONESIAN, prompt_of(960))
    assert not mix.pull().any()
    assert player.play(Prompt.CALLING, Language.INDONESIAN)
    assert mix.pull().any()


def test_prompts_that_are_switched_off_never_reach_the_speaker() -> None:
    mix = SpeakerMix(1.0)
    assert PromptPlayer(mix, enabled=False).play(Prompt.CALLING, Language.INDONESIAN)
    assert not mix.pull().any()
