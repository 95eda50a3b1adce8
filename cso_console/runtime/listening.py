"""From the booths' playout buffers to the officer's loudspeaker, pull by pull.

Responsible for: pulling every channel in step with the loudspeaker, mixing those that are listened to, the
console's own sounds, the limiter over all of it, and the level meter of each seat. Not for: who is listened
to (``core``), devices.

The loudspeaker's thread calls ``pull``; everything else is called from the net thread and only ever replaces
whole values, so that no lock makes the loudspeaker wait.
"""

from __future__ import annotations

from collections import deque
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from channel.core.block import PULL_SAMPLES
from channel.core.speaking import STEPS, SpeakingLevel
from channel.media.levels import SILENCE_DBFS, level_dbfs, meter_level
from channel.runtime.meters import Meter
from channel.sound.limiter import Limiter
from channel.sound.voice_activity import VoiceActivity
from cso_console.core.commands import Sound
from cso_console.core.mixing import Mixer, Places, weights
from cso_console.core.snapshot import SEATS
from cso_console.runtime.sounds import sound_pulls

_MOST_SOUND_PULLS = 500
"""5 s of the console's own sounds may wait; more is dropped."""


class Heard(Protocol):
    """What a channel's end offers: the next 10 ms of its booth."""

    def pull(self) -> NDArray[np.int16]: ...


class _Speech:
    """How loud the speech in a booth's sound is; other sound has no level. ``tells_voice``: whether speech is
    told from noise at all. The loudspeaker's thread."""

    def __init__(self, tells_voice: bool) -> None:
        self.level = 0.0
        self._activity = VoiceActivity() if tells_voice else None
        self._speaking = SpeakingLevel()
        self._half: tuple[float, bool | None] | None = None
        """Of the first pull of a block."""

    def hear(self, pulled: NDArray[np.int16]) -> None:
        dbfs, voiced = level_dbfs(pulled), None
        if self._activity is not None:
            # In pulls, not in blocks: the detector takes most of a fan for speech if it is given 20 ms.
            voiced = dbfs > SILENCE_DBFS and self._activity.is_voiced(pulled)
        if self._half is None:
            self._half = (dbfs, voiced)
            return
        first_dbfs, first_voiced = self._half
        self._half = None
        self._speaking.hear(max(dbfs, first_dbfs), voiced and first_voiced)
        self.level = meter_level(dbfs) if self._speaking.steps else 0.0


class Listening:
    """What the officer hears. ``meters`` by seat, of what is said there: read by the GUI thread."""

    def __init__(self, tells_voice: bool = True) -> None:
        self._tells_voice = tells_voice
        self.meters = {seat: Meter() for seat in range(1, SEATS + 1)}
        self._heard: tuple[tuple[int, Heard, _Speech], ...] = ()
        self._places: Places = {}
        self._sounds: deque[NDArray[np.int16]] = deque()
        self._mixer = Mixer(2)
        self._limiter = Limiter()
        self._silence = _silence(2)
        self._pulled = np.zeros((SEATS, PULL_SAMPLES), np.float32)
        """Of each seat; the loudspeaker's own, like what follows."""
        self._weighed: Places = {}
        """The places that ``_weights`` were made from."""
        self._weights = weights({}, 2)

    # ------------------------------------------------------------ net thread

    def seat(self, seat: int, heard: Heard | None) -> None:
        """A channel took this seat, or left it (None)."""
        others = tuple(each for each in self._heard if each[0] != seat)
        self._heard = others if heard is None else (*others, (seat, heard, _Speech(self._tells_voice)))
        self.meters[seat].level = 0.0

    def place(self, places: Places) -> None:
        """Who is mixed from the next pull on."""
        gone = self._places.keys() - places.keys()
        self._places = dict(places)
        for seat in gone:
            self.meters[seat].level = 0.0

    def show_speaking(self, seat: int, steps: int) -> None:
        """Somebody speaks, 0 to 5: all that a booth which is not listened to shows."""
        if seat not in self._places:
            self.meters[seat].level = steps / STEPS

    def play(self, sound: Sound) -> None:
        if len(self._sounds) < _MOST_SOUND_PULLS:
            self._sounds.extend(sound_pulls(sound))

    # ------------------------------------------------------------ the loudspeaker's thread

    def restart(self, channels: int) -> None:
        """Another loudspeaker begins, ``channels`` wide. Any thread, while none is pulling."""
        self._mixer = Mixer(channels)
        self._limiter = Limiter()
        self._silence = _silence(channels)
        self._weighed, self._weights = {}, weights({}, channels)
        self._sounds.clear()

    def pull(self) -> NDArray[np.int16]:
        """The next 10 ms, (480, channels) int16; not to be written to."""
        if not (self._heard or self._sounds):
            return self._silence
        places, pulled = self._places, self._pulled
        if places is not self._weighed:
            self._weighed, self._weights = places, weights(places, self._mixer.channels)
        listened: dict[int, NDArray[np.int16]] = {}
        for seat, heard, speech in self._heard:
            # Pulled also when nobody listens, so that a booth which is listened to next is not heard late.
            own = heard.pull()
            if seat in places:
                listened[seat] = own
                speech.hear(own)
                self.meters[seat].level = speech.level
        for seat in range(1, SEATS + 1):
            pulled[seat - 1] = listened.get(seat, 0)
        mixed = self._mixer.mix(pulled, self._weights)
        if self._sounds:
            mixed = mixed + self._sounds.popleft()[:, None].astype(np.float32)
        return self._limiter.limit(mixed)


def _silence(channels: int) -> NDArray[np.int16]:
    silence = np.zeros((PULL_SAMPLES, channels), np.int16)
    silence.setflags(write=False)
    return silence
