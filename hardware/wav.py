"""Sound files: any that FFmpeg reads in, 48 kHz WAV out.

Responsible for: reading a whole sound as 48 kHz mono, writing a WAV that is valid at any moment, also after a
kill. Not for: pacing.
"""

from __future__ import annotations

import struct
from pathlib import Path

import av
import numpy as np

from hardware.device_thread import DeviceFault
from hardware.devices import SAMPLE_RATE_HZ, Block, Condition

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_HEADER_EVERY_WRITES = 100


def read_sound(path: Path) -> Block:
    """All of ``path``'s sound, (n,) int16, 48 kHz mono. Raises ``DeviceFault`` with a sentence."""
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise DeviceFault(Condition.FAILED, f"{path} holds no sound.")
            resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
            blocks = [
                part.to_ndarray().reshape(-1)
                for frame in container.decode(audio=0)
                for part in resampler.resample(frame)
            ]
            blocks += [part.to_ndarray().reshape(-1) for part in resampler.resample(None)]
    except FileNotFoundError as missing:
        raise DeviceFault(Condition.MISSING, f"The sound file {path} does not exist.") from missing
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DeviceFault(Condition.FAILED, f"The sound file {path} cannot be read: {reason}.") from error
    sound = np.concatenate(blocks).astype(np.int16) if blocks else np.zeros(0, np.int16)
    if len(sound) == 0:
        raise DeviceFault(Condition.FAILED, f"{path} holds no sound.")
    return sound


class WavRecorder:
    """Writes sound into ``path`` and, beside it, ``path.times``: for each write a line with the index of its
    first sample and the monotonic time at which it was given.

    A recorder that is opened again goes on where it ended when ``resume`` is set, else it starts anew.
    """

    def __init__(self, path: Path, channels: int, *, resume: bool = False) -> None:
        self._bytes_per_sample = 2 * channels
        self._channels = channels
        self._writes = 0
        times = path.with_name(path.name + ".times")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            go_on = resume and path.exists() and times.exists()
            # Unbuffered: whoever kills the program finds all that was played.
            self._file = path.open("r+b" if go_on else "w+b", buffering=0)
            self._times = times.open("ab" if go_on else "wb", buffering=0)
        except OSError as error:
            raise DeviceFault(Condition.FAILED, f"{path} cannot be written: {error.strerror}.") from error
        end = self._file.seek(0, 2)
        self._samples = max(0, end - _HEADER.size) // self._bytes_per_sample
        self._write_header()

    def write(self, block: Block, at_s: float) -> None:
        try:
            self._file.write(block.astype("<i2", copy=False).tobytes())
            self._times.write(b"%d %.6f\n" % (self._samples, at_s))
            self._samples += len(block)
            self._writes += 1
            if self._writes % _HEADER_EVERY_WRITES == 0:
                self._write_header()
        except OSError as error:
            raise DeviceFault(
                Condition.FAILED, f"The recording cannot be written: {error.strerror}."
            ) from error

    def close(self) -> None:
        self._write_header()
        self._file.close()
        self._times.close()

    def _write_header(self) -> None:
        length = self._samples * self._bytes_per_sample
        per_second = SAMPLE_RATE_HZ * self._bytes_per_sample
        self._file.seek(0)
        self._file.write(
            _HEADER.pack(
                b"RIFF", 36 + length, b"WAVE",
                b"fmt ", 16, 1, self._channels, SAMPLE_RATE_HZ, per_second, self._bytes_per_sample, 16,
                b"data", length,
            )
        )  # fmt: skip
        self._file.seek(_HEADER.size + length)
