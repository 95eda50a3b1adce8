from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from hardware.device_thread import DeviceFault
from hardware.devices import Condition
from hardware.file_sound import Looped
from hardware.wav import WavRecorder, read_sound


def write_wav(path: Path, samples: NDArray[np.float64], rate_hz: int, channels: int = 1) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(samples.astype("<i2").tobytes())


@pytest.mark.parametrize(("rate_hz", "channels"), [(8_000, 1), (22_050, 1), (44_100, 2), (48_000, 2)])
def test_any_rate_becomes_48_khz_mono(tmp_path: Path, rate_hz: int, channels: int) -> None:
    index = np.arange(rate_hz)
    tone = 8000 * np.sin(2 * np.pi * 440 * index / rate_hz)
    write_wav(tmp_path / "x.wav", np.repeat(tone, channels), rate_hz, channels)
    sound = read_sound(tmp_path / "x.wav")
    assert sound.dtype == np.int16
    assert len(sound) == pytest.approx(48_000, abs=300)
    spectrum = np.abs(np.fft.rfft(sound[:48_000]))
    assert int(np.argmax(spectrum)) == pytest.approx(440, abs=3)


def test_a_sound_is_looped_without_a_seam() -> None:
    sound = Looped(np.arange(1500, dtype=np.int16))
    two = np.concatenate([sound.block(0, 0.0), sound.block(960, 0.0)])
    assert two.tolist() == [n % 1500 for n in range(1920)]


def test_a_missing_sound_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DeviceFault, match="does not exist") as caught:
        read_sound(tmp_path / "none.wav")
    assert caught.value.status.condition is Condition.MISSING


@pytest.mark.parametrize("content", [b"", b"no sound at all, only words" * 50])
def test_a_file_without_sound_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(content)
    with pytest.raises(DeviceFault, match=r"x\.wav") as caught:
        read_sound(path)
    assert caught.value.status.condition is Condition.FAILED


def test_a_recording_is_readable_while_it_is_written(tmp_path: Path) -> None:
    recorder = WavRecorder(tmp_path / "x.wav", 1)
    for n in range(150):
        recorder.write(np.full(480, n, np.int16), 5.0 + n / 100)
    with wave.open(str(tmp_path / "x.wav")) as file:
        assert file.getnframes() == 100 * 480
    recorder.close()
    with wave.open(str(tmp_path / "x.wav")) as file:
        assert (file.getnframes(), file.getnchannels(), file.getframerate()) == (150 * 480, 1, 48_000)


def test_a_recorder_that_cannot_write_says_so(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("not a folder")
    with pytest.raises(DeviceFault, match="cannot be written"):
        WavRecorder(tmp_path / "folder" / "x.wav", 1)
