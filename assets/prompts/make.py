"""Speaks the texts of ``index.toml`` with espeak-ng: ``python -m assets.prompts.make [NAME …]``.

Responsible for: prompts that are understood until a branch has recorded a person. Not for: playing them.
Needs the command ``espeak-ng``. Each file is 48 kHz mono Opus in Ogg, levelled to the same loudness.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

RATE_HZ: Final = 48_000
BIT_RATE: Final = 32_000
LOUDNESS_DBFS: Final = -20.0
"""Root mean square of what is not silence."""
PEAK_MOST: Final = 0.9
VOICES: Final = {"id": "id", "en": "en-gb"}
WORDS_PER_MINUTE: Final = 140
PAD_S: Final = 0.15
HERE: Final = Path(__file__).parent


def main(names: list[str]) -> None:
    texts = tomllib.loads((HERE / "index.toml").read_text(encoding="utf-8"))
    for name in names or texts:
        for language, voice in VOICES.items():
            path = HERE / language / f"{name}.ogg"
            path.parent.mkdir(exist_ok=True)
            _write(path, _level(_speak(texts[name][language], voice)))


def _speak(text: str, voice: str) -> NDArray[np.float32]:
    with tempfile.TemporaryDirectory() as directory:
        wav = Path(directory) / "spoken.wav"
        command = ["espeak-ng", "-v", voice, "-s", str(WORDS_PER_MINUTE), "-w", str(wav), text]
        subprocess.run(command, check=True)
        resampler = av.AudioResampler("flt", "mono", RATE_HZ)
        with av.open(str(wav)) as container:
            blocks = [
                block.to_ndarray()[0]
                for frame in container.decode(audio=0)
                for block in resampler.resample(frame)
            ]
    return np.concatenate(blocks)


def _level(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Trim the silence at both ends, set the loudness, and pad: a device may swallow its first block."""
    loud = np.flatnonzero(np.abs(samples) > 0.005)
    samples = samples[loud[0] : loud[-1] + 1]
    voiced = samples[np.abs(samples) > 0.01]
    gain = 10 ** (LOUDNESS_DBFS / 20) / float(np.sqrt(np.mean(voiced**2)))
    gain = min(gain, PEAK_MOST / float(np.abs(samples).max()))
    pad = np.zeros(round(PAD_S * RATE_HZ), np.float32)
    return np.concatenate([pad, samples * np.float32(gain), pad])


def _write(path: Path, samples: NDArray[np.float32]) -> None:
    with av.open(str(path), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=RATE_HZ, layout="mono")
        stream.bit_rate = BIT_RATE
        frame = av.AudioFrame.from_ndarray((samples * 32767).astype(np.int16)[None, :], "s16", "mono")
        frame.sample_rate = RATE_HZ
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)


if __name__ == "__main__":
    main(sys.argv[1:])
