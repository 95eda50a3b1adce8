"""What each codec of pictures costs and how good it looks: ``python -m tests.benchmarks.codecs --json FILE``.

Responsible for: CPU of encoding and of decoding, and likeness to the originals, of the full picture as the
product sends it, at the same rate. Not for: the network and everything else in a console (``star``).

A person who moves, drawn beforehand, with the noise of a camera. Codecs take turns in every run, and each
figure is the median of all runs. CPU is that of the thread, so it does not matter what else the machine does,
apart from its caches and its clock.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from channel.core.picture_payload import PictureCodec
from channel.core.rungs import Encoding, coded, ladder
from channel.media.h264_codec import H264Decoder, H264Encoder
from channel.media.picture_codec import PictureDecoder, PictureEncoder
from channel.media.scaler import Scaler
from channel.media.vp8_codec import Vp8Decoder, Vp8Encoder
from hardware.simulated.scene import Scene

FPS = 25
KEYFRAME_EVERY_S = 4.0
NOISE_STEPS = 2.0
"""Of 255, as behind an office lamp."""
SIZES = ((640, 360, 600), (1280, 720, 1500))
"""Width, height, kbit/s."""
_CODECS: dict[PictureCodec, tuple[Callable[..., PictureEncoder], Callable[[], PictureDecoder]]] = {
    PictureCodec.VP8: (Vp8Encoder, Vp8Decoder),
    PictureCodec.H264: (H264Encoder, H264Decoder),
}


@dataclass(frozen=True)
class Row:
    """``*_cpu``: processor time for each second of pictures; ``psnr_db``: of the middle picture,
    ``psnr_low_db``: of the fifth worst in a hundred; ``keyframe_bytes``: the largest."""

    codec: str
    size: str
    kbps_asked: int
    kbps: float
    encode_cpu: float
    decode_cpu: float
    psnr_db: float
    psnr_low_db: float
    keyframe_bytes: float


def drawn(width: int, height: int, count: int) -> list[av.VideoFrame]:
    """A person in an office, seen by a camera with noise."""
    scene, scaler, chance = Scene(1, 0, width, height), Scaler(), np.random.default_rng(1)
    grain = [chance.normal(0, NOISE_STEPS, (height, width, 1)).round() for _ in range(8)]
    frames = []
    for number in range(count):
        noisy = scene.picture(number, 100 + number / FPS) + grain[number % len(grain)]
        frames.append(scaler.to_yuv(np.clip(noisy, 0, 255).astype(np.uint8), width, height))
    scene.close()
    return frames


def measured(encoding: Encoding, originals: Sequence[av.VideoFrame]) -> Row:
    """One run."""
    new_encoder, new_decoder = _CODECS[encoding.codec]
    encoder = new_encoder(encoding.width_px, encoding.height_px, encoding.fps, *encoding.layer_kbps)
    decoder = new_decoder()
    every = round(KEYFRAME_EVERY_S * FPS)
    began_s = time.thread_time()
    encoded = [
        encoder.encode(frame, 1 + number / FPS, keyframe=number % every == 0)
        for number, frame in enumerate(originals)
    ]
    encoded_s = time.thread_time() - began_s
    decoded_s = 0.0
    likeness_db = []
    for original, one in zip(originals, encoded, strict=True):
        began_s = time.thread_time()
        picture = decoder.decode(one.data)
        decoded_s += time.thread_time() - began_s
        assert picture is not None
        likeness_db.append(psnr_db(_grey(original), _grey(picture)))
    seconds = len(originals) / FPS
    return Row(
        codec=encoding.codec.value,
        size=f"{encoding.width_px}x{encoding.height_px}",
        kbps_asked=encoding.layer_kbps[-1],
        kbps=sum(len(one.data) for one in encoded) * 8 / 1000 / seconds,
        encode_cpu=encoded_s / seconds,
        decode_cpu=decoded_s / seconds,
        psnr_db=statistics.median(likeness_db),
        psnr_low_db=sorted(likeness_db)[len(likeness_db) // 20],
        keyframe_bytes=max(len(one.data) for one in encoded if one.keyframe),
    )


def psnr_db(original: NDArray[np.uint8], picture: NDArray[np.uint8]) -> float:
    """How alike two grey pictures are."""
    error = np.square(original.astype(np.int16) - picture.astype(np.int16)).mean()
    return float(10 * np.log10(255**2 / max(error, 1e-3)))


def _grey(frame: av.VideoFrame) -> NDArray[np.uint8]:
    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(frame.height, plane.line_size)
    return rows[:, : frame.width]


def median(rows: Sequence[Row]) -> Row:
    """Of several runs of the same."""
    figures = [
        statistics.median(getattr(row, field.name) for row in rows)
        if field.type == "float"
        else getattr(rows[0], field.name)
        for field in fields(Row)
    ]
    return Row(*figures)


def benchmark(sizes: Sequence[tuple[int, int, int]], seconds: float, runs: int) -> list[Row]:
    """The median of each size and codec, the codecs of a size beside each other."""
    rows = []
    for width, height, kbps in sizes:
        originals = drawn(width, height, round(seconds * FPS))
        full = ladder(width, height, FPS, kbps)[-1:]
        encodings = [coded(full, codec)[0].encoding for codec in _CODECS]
        taken = [[measured(encoding, originals) for encoding in encodings] for _ in range(runs)]
        rows += [median(of_one) for of_one in zip(*taken, strict=True)]
    return rows


def table(rows: Sequence[Row]) -> str:
    """For people."""
    lines = [f"{'':16}{'encode':>9}{'decode':>9}{'kbit/s':>9}{'PSNR':>8}{'low':>8}{'key frame':>11}"]
    lines += [
        f"{row.size:10}{row.codec:6}{row.encode_cpu:9.4f}{row.decode_cpu:9.4f}{row.kbps:9.0f}"
        f"{row.psnr_db:8.2f}{row.psnr_low_db:8.2f}{row.keyframe_bytes / 1000:8.1f} kB"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> None:
    """Run, print, and write the rows as JSON if asked to."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.codecs", description=__doc__)
    options.add_argument("--json", type=Path, metavar="FILE", help="write the rows to this file")
    options.add_argument("--runs", type=int, default=5, help="how often; the median counts")
    options.add_argument("--seconds", type=float, default=8.0, help="of pictures in each run")
    chosen = options.parse_args()
    rows = benchmark(SIZES, chosen.seconds, chosen.runs)
    print(table(rows))
    if chosen.json is not None:
        chosen.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")


if __name__ == "__main__":
    main()
