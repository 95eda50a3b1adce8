"""The sound of one room: its microphone without its own loudspeaker, its fan and its rumble.

Responsible for: which steps a microphone's block goes through and in which order, and what they must know of
the loudspeaker. Not for: devices (``hardware``), mixing (the programs) or sending (``channel.media``).

The order: echo cancellation, noise suppression and high-pass (``processing``); whether it is speech
(``voice_activity``); gain; half-duplex. The reference of all is what the loudspeaker is really given, after
mix, prompts and limiter.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from channel.settings.tables import Sound
from channel.sound.gain import GentleGain
from channel.sound.loudspeaker import HalfDuplex, Loudspeaker
from channel.sound.processing import DELAY_S, Processing
from channel.sound.voice_activity import VoiceActivity

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NearBlock:
    """``block``: (960,) int16. ``captured_s``: when the room gave its first sample, monotonic; earlier than
    the microphone's block because processing delays. ``voiced``: is it speech; None: not asked.
    """

    block: NDArray[np.int16]
    captured_s: float
    voiced: bool | None


class Room:
    """``begin`` and ``end`` from any thread, around the microphone's running; ``played`` on the loudspeaker's
    thread, at any time; ``heard`` on the microphone's.
    """

    def __init__(self, settings: Sound) -> None:
        self._settings = settings
        self._session: _Session | None = None

    def begin(self) -> None:
        """Somebody new sits here: nothing that was learned or heard before counts. May take 0.2 s."""
        self._session = _Session(self._settings)

    def end(self) -> None:
        """The microphone has stopped."""
        self._session = None

    def played(self, pulled: NDArray[np.int16]) -> None:
        """What the loudspeaker is given, (480,) or (480, channels) int16."""
        session = self._session
        if session is not None:
            session.played(_mono(pulled))

    def heard(self, block: NDArray[np.int16], captured_s: float) -> NearBlock:
        """What the microphone gave, (960,) int16; ``captured_s``: monotonic time of its first sample."""
        session = self._session
        return NearBlock(block, captured_s, None) if session is None else session.heard(block, captured_s)


def _mono(pulled: NDArray[np.int16]) -> NDArray[np.int16]:
    """(480,) of (480,), (480, 1) or (480, 2)."""
    if pulled.ndim == 1:
        return pulled
    return (np.add(pulled[:, 0], pulled[:, -1], dtype=np.int32) >> 1).astype(np.int16)


class _Session:
    """From the start of the microphone to its stop."""

    def __init__(self, settings: Sound) -> None:
        self._processing: Processing | None = None
        if settings.echo_cancellation or settings.noise_suppression or settings.high_pass:
            try:
                self._processing = Processing(
                    echo_cancellation=settings.echo_cancellation,
                    noise_suppression=settings.noise_suppression,
                    high_pass=settings.high_pass,
                )
            except Exception as error:  # noqa: BLE001 - a library that is missing, or does not load
                self._give_up_processing(error)
        needs_voice = settings.voice_activity or settings.automatic_gain
        self._activity = VoiceActivity() if needs_voice else None
        self._tells_voice = settings.voice_activity
        self._gain = GentleGain() if settings.automatic_gain else None
        self._loudspeaker = Loudspeaker()
        self._half_duplex = HalfDuplex() if settings.half_duplex else None

    def played(self, pulled: NDArray[np.int16]) -> None:
        self._loudspeaker.played(pulled)
        if (processing := self._processing) is not None:
            try:
                processing.far(pulled)
            except Exception as error:  # noqa: BLE001 - whatever the library raises
                self._give_up_processing(error)

    def heard(self, block: NDArray[np.int16], captured_s: float) -> NearBlock:
        if (processing := self._processing) is not None:
            try:
                block, captured_s = processing.near(block), captured_s - DELAY_S
            except Exception as error:  # noqa: BLE001 - whatever the library raises
                self._give_up_processing(error)
        ringing = self._loudspeaker.is_ringing()
        voiced = self._activity is not None and self._activity.is_voiced(block)
        if self._gain is not None:
            # What is left of an echo sounds like speech too, and its level is none to learn from.
            block = self._gain.apply(block, voiced=voiced and not ringing)
        if self._half_duplex is not None:
            block = self._half_duplex.pass_on(block, ringing=ringing)
            voiced = voiced and not ringing
        return NearBlock(block, captured_s, voiced if self._tells_voice else None)

    def _give_up_processing(self, error: Exception) -> None:
        """Sound as it is, echo included, is better than a microphone or loudspeaker that fails for ever."""
        self._processing = None
        _log.error("sound is not processed until the microphone starts anew: %s", type(error).__name__)
