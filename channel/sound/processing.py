"""libwebrtc's sound processing: echo cancellation, noise suppression, high-pass.

Responsible for: what loudspeaker and microphone give into livekit's ``AudioProcessingModule``, which works on
10 ms, and the microphone's blocks out of it. Not for: gain (its own raises a soft voice, and the room with
it, by 25 dB: ``gain``), nor what calls for it (``room``). Costs 0.2 ms of CPU per block.

The library is loaded with the first ``Processing``, not with this module: it takes 0.2 s, five native threads
that sleep until they are wanted, and no network.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from channel.core.block import SAMPLE_RATE_HZ

FRAME_SAMPLES = 480
"""10 ms, the one length that libwebrtc takes."""
DELAY_S = 0.015
"""So much later the sound comes out at most (measured: 14.9 ms with everything on while a loudspeaker plays,
10.9 ms before it has played anything)."""
DEVICES_MS = 60
"""From sound that the loudspeaker pulls to its echo in a block of the microphone, without the room: their
buffers. A first guess only; the canceller finds the delay by itself, up to half a second."""


class Processing:
    """``far`` from the loudspeaker's thread, ``near`` from the microphone's; each waits at most for one frame
    of the other (0.1 ms). The adaptation starts anew with each object.
    """

    def __init__(self, *, echo_cancellation: bool, noise_suppression: bool, high_pass: bool) -> None:
        from livekit.rtc import AudioFrame
        from livekit.rtc.apm import AudioProcessingModule

        self._module = AudioProcessingModule(
            echo_cancellation=echo_cancellation,
            noise_suppression=noise_suppression,
            high_pass_filter=high_pass,
            auto_gain_control=False,
        )
        if echo_cancellation:
            self._module.set_stream_delay_ms(DEVICES_MS)
        self._far = AudioFrame.create(SAMPLE_RATE_HZ, 1, FRAME_SAMPLES)
        self._near = AudioFrame.create(SAMPLE_RATE_HZ, 1, FRAME_SAMPLES)
        # The library works on a frame in place, so that one for each direction is enough.
        self._far_samples = np.frombuffer(self._far.data, np.int16)
        self._near_samples = np.frombuffer(self._near.data, np.int16)

    def far(self, pulled: NDArray[np.int16]) -> None:
        """What the loudspeaker is given, (480,) int16."""
        self._far_samples[:] = pulled
        self._module.process_reverse_stream(self._far)

    def near(self, block: NDArray[np.int16]) -> NDArray[np.int16]:
        """What the microphone heard, (960,) int16, without the echo of ``far``."""
        clean = np.empty_like(block)
        for first in range(0, len(block), FRAME_SAMPLES):
            self._near_samples[:] = block[first : first + FRAME_SAMPLES]
            self._module.process_stream(self._near)
            clean[first : first + FRAME_SAMPLES] = self._near_samples
        return clean
