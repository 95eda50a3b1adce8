from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from hardware import registry
from hardware.devices import Block, Condition, Frame
from hardware.picture_code import read
from hardware.wav import read_sound
from tests.hardware.virtual import Seen, VirtualClock

MISSING_AND_BACK = [
    Condition.STARTING,
    Condition.RUNNING,
    Condition.MISSING,
    Condition.RUNNING,
    Condition.STOPPED,
]


def run_camera(spec: str, clock: VirtualClock, seen: Seen, fps: float = 25) -> None:
    camera = registry.camera(spec, width=320, height=180, fps=fps, clock=clock)
    camera.start(seen.on_frame, seen.on_status)
    clock.wait_for_the_end()
    camera.stop()


def run_microphone(spec: str, clock: VirtualClock) -> Seen:
    seen = Seen()
    microphone = registry.microphone(spec, clock=clock)
    microphone.start(seen.on_block, seen.on_status)
    clock.wait_for_the_end()
    microphone.stop()
    return seen


@pytest.mark.parametrize("fps", [10, 25, 30])
def test_a_camera_delivers_its_rate(fps: int, no_leftovers: None) -> None:
    seen = Seen()
    run_camera("simulated:card", VirtualClock(until_s=2.001), seen, fps)
    assert len(seen.frames) == 2 * fps + 1
    gaps = np.diff([frame.captured_s for frame in seen.frames])
    assert gaps == pytest.approx(1 / fps)


def test_the_time_in_the_picture_is_the_time_of_the_frame() -> None:
    seen = Seen()
    run_camera("simulated:booth,booth=4", VirtualClock(until_s=1), seen)
    for number, frame in enumerate(seen.frames):
        code = read(frame.picture)
        assert code is not None
        assert (code.booth, code.frame, code.time_ms) == (4, number, int(frame.captured_s * 1000))


def test_pictures_that_a_slow_receiver_missed_are_dropped_not_queued() -> None:
    clock, seen = VirtualClock(until_s=2), Seen()
    camera = registry.camera("simulated:card", width=320, height=180, fps=25, clock=clock)

    def slowly(frame: Frame) -> None:
        seen.on_frame(frame)
        clock.pass_s(0.1)

    camera.start(slowly, seen.on_status)
    clock.wait_for_the_end()
    camera.stop()
    codes = [read(frame.picture) for frame in seen.frames]
    numbers = [code.frame for code in codes if code is not None]
    assert len(numbers) == len(seen.frames) < 2 * 25 / 2
    assert all(after - before >= 2 for before, after in pairwise(numbers))


def test_a_camera_that_nobody_wants_rests_and_is_there_with_the_next_picture() -> None:
    clock, seen = VirtualClock(until_s=10), Seen()
    camera = registry.camera("simulated:card,fault=missing@2-3", width=320, height=180, fps=25, clock=clock)
    began_s = clock.now_s()
    camera.start(seen.on_frame, seen.on_status, lambda: clock.now_s() - began_s >= 7.3)
    clock.wait_for_the_end()
    camera.stop()
    times = [round(frame.captured_s - began_s, 2) for frame in seen.frames]
    resting, after = [at_s for at_s in times if at_s < 7.3], [at_s for at_s in times if at_s >= 7.3]
    assert np.diff(resting).min() >= 1.0
    assert len(resting) in (6, 7)
    assert len(after) >= 25 * 2.5
    assert after[0] - 7.3 < 1 / 25
    assert seen.conditions == MISSING_AND_BACK


def test_a_missing_camera_delivers_nothing_and_comes_back() -> None:
    clock, seen = VirtualClock(until_s=12), Seen()
    run_camera("simulated:card,fault=missing@5-8", clock, seen)
    times = [frame.captured_s - 100 for frame in seen.frames]
    assert seen.conditions == MISSING_AND_BACK
    assert not [time_s for time_s in times if 5 <= time_s < 8]
    assert [time_s for time_s in times if time_s < 5]
    assert [time_s for time_s in times if 8 <= time_s < 10.1]
    assert "fault schedule" in seen.statuses[2].text


def test_a_missing_microphone_delivers_nothing_and_comes_back_in_time() -> None:
    seen = run_microphone("simulated:tone,hz=1000,fault=missing@5-8", VirtualClock(until_s=12))
    assert seen.conditions == MISSING_AND_BACK
    assert not [at_s for _, at_s in seen.blocks if 5 <= at_s - 100 < 8]
    for block, at_s in seen.blocks:
        index = round((at_s - 100) * 48_000) + np.arange(960)
        wanted = 10 ** (-12 / 20) * 32767 * np.sin(2 * np.pi * 1000 * index / 48_000)
        assert np.abs(block - wanted).max() < 1


def test_a_missing_speaker_asks_for_nothing_and_comes_back() -> None:
    clock, seen, asked = VirtualClock(until_s=12), Seen(), []
    speaker = registry.speaker("simulated:discard,fault=missing@5-8", clock=clock)

    def pull() -> Block:
        asked.append(clock.now_s() - 100)
        return np.zeros(480, np.int16)

    speaker.start(pull, seen.on_status)
    clock.wait_for_the_end()
    speaker.stop()
    assert seen.conditions == MISSING_AND_BACK
    assert not [at_s for at_s in asked if 5 <= at_s < 8]
    assert asked[0] == 0
    assert asked[-1] > 11.9


def test_a_device_busy_from_the_start_runs_when_it_is_free() -> None:
    seen = run_microphone("simulated:silence,fault=busy@0-3", VirtualClock(until_s=6))
    assert seen.conditions == [Condition.STARTING, Condition.BUSY, Condition.RUNNING, Condition.STOPPED]


def test_a_microphone_delivers_fifty_blocks_a_second_without_a_gap() -> None:
    seen = run_microphone("simulated:silence", VirtualClock(until_s=60.001))
    assert len(seen.blocks) == 3000
    times = [at_s for _, at_s in seen.blocks]
    assert times == pytest.approx([100 + n * 0.02 for n in range(3000)], abs=1e-6)


def test_the_recorder_writes_what_it_was_given_and_when(tmp_path: Path) -> None:
    clock, path = VirtualClock(until_s=1.99), tmp_path / "heard" / "x.wav"
    speaker = registry.speaker(f"simulated:record,path={path}", 2, clock=clock)
    given: list[Block] = []

    def pull() -> Block:
        sound = np.random.default_rng(len(given)).integers(-9000, 9000, (480, 2)).astype(np.int16)
        given.append(sound)
        return sound

    seen = Seen()
    speaker.start(pull, seen.on_status)
    clock.wait_for_the_end()
    lines = (path.parent / "x.wav.times").read_text().splitlines()
    assert len(lines) == len(given) == 200
    for number, line in enumerate(lines):
        index, at_s = line.split()
        assert int(index) == number * 480
        assert float(at_s) == pytest.approx(100 + number * 0.01)
    speaker.stop()
    assert speaker.channels == 2
    mono = np.concatenate(given).astype(np.int32).sum(axis=1) / 2
    assert np.abs(read_sound(path) - mono).max() <= 2


def test_the_recorder_goes_on_in_the_same_file_after_a_stop(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(b"of an earlier run")
    clock = VirtualClock(until_s=0.99)
    speaker = registry.speaker(f"simulated:record,path={path}", clock=clock)
    for level in (100, 200):
        speaker.start(lambda level=level: np.full(480, level, np.int16), lambda status: None)  # type: ignore[misc]
        clock.wait_for_the_end()
        speaker.stop()
        clock.go_on(1.0)
    sound = read_sound(path)
    times = [int(line.split()[0]) for line in (tmp_path / "x.wav.times").read_text().splitlines()]
    assert sorted(set(sound.tolist())) == [100, 200]
    assert times == list(range(0, len(sound), 480))
