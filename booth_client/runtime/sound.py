"""What the booth's speaker plays: the officer's voice, and the booth's own prompts.

Responsible for: reading prompts, mixing one into the officer's voice pull by pull, and the limiter over
both. Not for: which is spoken when (``core.visit``). ``pull`` runs on the speaker's thread and never waits.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from assets import asset_path
from booth_client.core.commands import Prompt
from booth_client.core.snapshot import Language
from channel.sound.limiter import Limiter
from hardware.devices import PULL_SAMPLES, SAMPLE_RATE_HZ, Block

_log = logging.getLogger(__name__)

_SILENCE: Block = np.zeros(PULL_SAMPLES, np.int16)
_SILENCE.setflags(write=False)
_CHIME = "call.wav"


def prompt_path(prompt: Prompt, language: Language) -> Path:
    """The file of a prompt. Raises ``FileNotFoundError``."""
    if prompt is Prompt.OFFICER_COMES:
        return asset_path("sounds", _CHIME)
    return asset_path("prompts", language.value, f"{prompt.value}.ogg")


def read_sound(path: Path) -> NDArray[np.int16]:
    """Any sound file as (n,) int16, 48 kHz mono. Raises ``OSError`` or ``av.FFmpegError``."""
    parts: list[NDArray[np.int16]] = []
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
    with av.open(str(path)) as file:
        for frame in file.decode(audio=0):
            parts += [made.to_ndarray()[0] for made in resampler.resample(frame)]
        parts += [made.to_ndarray()[0] for made in resampler.resample(None)]
    return np.concatenate(parts) if parts else np.zeros(0, np.int16)


class SpeakerMix:
    """The officer's voice from ``voice``, with at most one prompt laid over it, limited.

    Without a prompt the officer's voice passes through untouched, bit by bit, unless it is too loud.
    """

    def __init__(self, volume: float) -> None:
        self._volume = volume
        self._lock = threading.Lock()
        self._voice: Callable[[], Block] | None = None
        self._prompt: NDArray[np.int16] = _SILENCE[:0]
        self._limiter = Limiter()

    def hear(self, voice: Callable[[], Block] | None) -> None:
        """Take the officer's voice from here; None: there is no officer. Any thread."""
        self._voice = voice

    def speak(self, samples: NDArray[np.int16]) -> None:
        """Lay these samples over the voice from the next pull on, in place of others. Any thread."""
        with self._lock:
            self._prompt = samples

    def quiet(self) -> None:
        """Stop the prompt at once. Any thread."""
        self.speak(_SILENCE[:0])

    def pull(self) -> Block:
        """The next 10 ms, (480,) int16 mono; not to be written to."""
        voice = self._voice
        if voice is None and not self._prompt.size:
            return _SILENCE
        mixed = (_SILENCE if voice is None else voice()).astype(np.float32)
        with self._lock:
            part, self._prompt = self._prompt[:PULL_SAMPLES], self._prompt[PULL_SAMPLES:]
        mixed[: len(part)] += part * np.float32(self._volume)
        return self._limiter.limit(mixed)


class PromptPlayer:
    """Speaks prompts. Net thread, except ``load``, which reads a file and may take a moment."""

    def __init__(self, mix: SpeakerMix, *, enabled: bool) -> None:
        self._mix = mix
        self._enabled = enabled
        self._read: dict[tuple[Prompt, Language], NDArray[np.int16]] = {}
        self._wanted: tuple[Prompt, Language] | None = None

    def play(self, prompt: Prompt, language: Language) -> bool:
        """Speak it now if it has been read; False: ``load`` it, then ask ``ready``."""
        if not self._enabled:
            return True
        self._wanted = (prompt, language)
        samples = self._read.get(self._wanted)
        if samples is not None:
            self._mix.speak(samples)
        return samples is not None

    def load(self, prompt: Prompt, language: Language) -> NDArray[np.int16]:
        """Read the file; an empty sound where there is none, so that a missing prompt never stops a visit."""
        try:
            return read_sound(prompt_path(prompt, language))
        except (OSError, av.FFmpegError) as error:
            _log.warning("the prompt %s (%s) cannot be read: %s", prompt, language, type(error).__name__)
            return _SILENCE[:0]

    def ready(self, prompt: Prompt, language: Language, samples: NDArray[np.int16]) -> None:
        """It has been read: keep it, and speak it if it is still the one that is wanted."""
        self._read[(prompt, language)] = samples
        if self._wanted == (prompt, language):
            self._mix.speak(samples)

    def quiet(self) -> None:
        """Say no more."""
        self._wanted = None
        self._mix.quiet()
