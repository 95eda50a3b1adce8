"""The spoken prompts and the short sounds: all there, in the form that the programs load."""

from __future__ import annotations

import tomllib
import wave

import av
import numpy as np
import pytest

from assets import asset_path
from booth_client.core.commands import Prompt

PROMPTS: dict[str, dict[str, str]] = tomllib.loads(
    asset_path("prompts", "index.toml").read_text(encoding="utf-8")
)
FILES = [(name, language) for name in PROMPTS for language in ("id", "en")]
SOUNDS = ("arrival", "call", "test")


def test_every_prompt_says_its_text_in_both_languages_and_when() -> None:
    assert all(set(prompt) == {"screen", "id", "en"} and all(prompt.values()) for prompt in PROMPTS.values())


def test_the_booth_speaks_every_prompt_and_no_other() -> None:
    # The officer's coming is a tone: a spoken sentence would run into the officer's own first words.
    assert set(PROMPTS) == set(Prompt) - {Prompt.OFFICER_COMES}


def test_no_file_belongs_to_no_prompt() -> None:
    spoken = {(path.stem, path.parent.name) for path in asset_path("prompts").glob("*/*.ogg")}
    assert spoken == set(FILES)


@pytest.mark.parametrize(("name", "language"), FILES)
def test_a_prompt_is_48_khz_mono_and_as_loud_as_the_others(name: str, language: str) -> None:
    with av.open(str(asset_path("prompts", language, f"{name}.ogg"))) as container:
        stream = container.streams.audio[0]
        assert (stream.rate, stream.layout.name) == (48_000, "mono")
        samples = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(stream)])
    loud = samples[np.abs(samples) > 0.01]
    loudness_dbfs = 20 * np.log10(np.sqrt(np.mean(loud**2)))
    assert -21.5 < loudness_dbfs < -18.5
    assert np.abs(samples).max() < 1.0
    assert 1.0 < len(samples) / 48_000 < 40.0


def test_prompts_stay_small() -> None:
    assert sum(path.stat().st_size for path in asset_path("prompts").rglob("*.ogg")) < 2_000_000


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_is_short_begins_and_ends_in_silence_and_is_not_clipped(name: str) -> None:
    with wave.open(str(asset_path("sounds", f"{name}.wav"))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 1, 2)
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert len(samples) < 2 * 48_000
    assert abs(int(samples[0])) < 10
    assert abs(int(samples[-1])) < 10
    assert np.abs(samples).max() < 32_767 * 0.3
