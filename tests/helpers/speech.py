"""Spoken sentences from espeak-ng, the same each time.

Responsible for: making them, and saying whether this machine can. Not for: what is done with them.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from hardware.wav import read_sound

RATE_HZ = 48_000
SENTENCES = (
    "Selamat pagi, saya ingin mengurus jaminan hari tua.",
    "Baik, Bapak, tolong letakkan kartu di dalam kotak, lalu tunggu sebentar.",
    "Nomor peserta saya sudah lama tidak dipakai, apakah masih berlaku?",
    "Silakan dibaca dahulu, kemudian tanda tangan di bagian bawah formulir ini.",
    "Kapan uangnya masuk ke rekening saya, dan berapa jumlah yang dipotong?",
    "Perusahaan lama saya tutup tahun lalu, jadi surat keterangannya belum ada.",
    "Anak kedua saya lahir bulan Maret, fotokopi aktanya ada di dalam map biru.",
)
"""One for the officer's answers and one for each of six booths: no two are alike."""

needs_speech = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="there is no espeak-ng on this machine to speak sentences"
)


def speak(text: str, path: Path, voice: str = "id") -> Path:
    """Write the sentence as a WAV in espeak's own rate."""
    subprocess.run(["espeak-ng", "-v", voice, "-w", str(path), text], check=True, timeout=30)
    return path


@cache
def spoken(text: str, voice: str = "id") -> NDArray[np.int16]:
    """(n,) int16, 48 kHz mono; read only."""
    with tempfile.TemporaryDirectory(prefix="bilik-speech-") as folder:
        sound = read_sound(speak(text, Path(folder) / "said.wav", voice))
    sound.setflags(write=False)
    return sound


def talk(length_s: float, voice: str = "id", first: int = 0) -> NDArray[np.float64]:
    """Sentences one after the other, each followed by a breath, for this long; int16 units."""
    parts: list[NDArray[np.float64]] = []
    wanted, number = round(length_s * RATE_HZ), first
    while sum(map(len, parts)) < wanted:
        parts += [spoken(SENTENCES[number % len(SENTENCES)], voice).astype(float), np.zeros(RATE_HZ // 4)]
        number += 1
    return np.concatenate(parts)[:wanted]
