from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from hardware.picture_code import read
from hardware.simulated.card import Card
from hardware.simulated.grain import Grain
from hardware.simulated.people import OFFICER, PEOPLE, look_of
from hardware.simulated.scene import Scene, lids, mouth


def test_six_people_and_the_officer_look_different() -> None:
    pictures = [Scene(n, n, 320, 180).picture(0, 0.0).astype(np.int16) for n in range(7)]
    for one in range(7):
        for other in range(one):
            differing = np.abs(pictures[one] - pictures[other]).max(axis=2) > 20
            assert differing.mean() > 0.1, (one, other)


@pytest.mark.parametrize("size", [(320, 180), (640, 360), (1280, 720), (640, 480), (360, 640)])
@pytest.mark.parametrize("kind", ["scene", "card"])
def test_pictures_have_the_size_asked_for_and_carry_the_code(size: tuple[int, int], kind: str) -> None:
    width, height = size
    pictures = Scene(3, 3, width, height) if kind == "scene" else Card(3, width, height)
    picture = pictures.picture(41, 12.345)
    assert picture.shape == (height, width, 3)
    assert picture.dtype == np.uint8
    assert picture.flags.c_contiguous
    code = read(picture)
    assert code is not None
    assert (code.booth, code.frame, code.time_ms) == (3, 41, 12_345)


def test_each_frame_is_the_receivers_own() -> None:
    scene = Scene(1, 1, 320, 180)
    first = scene.picture(0, 0.0)
    kept = first.copy()
    scene.picture(1, 5.0)
    assert np.array_equal(first, kept)


def test_the_person_moves_gently() -> None:
    scene = Scene(2, 2, 320, 180)
    before, after = (scene.picture(0, at_s)[20:].astype(np.int16) for at_s in (1.0, 1.04))
    changed = np.abs(before - after).max(axis=2) > 8
    assert 0 < changed.mean() < 0.05


def test_the_same_moment_gives_the_same_picture() -> None:
    first, second = (Scene(4, 4, 320, 180).picture(7, 33.3) for _ in range(2))
    assert np.array_equal(first, second)


@pytest.mark.parametrize("grain", [0, 4])
@pytest.mark.parametrize("person", [0, 2, 3])
def test_what_was_drawn_before_leaves_nothing_behind(person: int, grain: int) -> None:
    """Memory of frames that nobody holds any more is used again."""
    scene = Scene(person, person, 320, 180, grain)
    for number in range(0, 200, 7):
        picture = scene.picture(number, number / 25)
        assert np.array_equal(picture, Scene(person, person, 320, 180, grain).picture(number, number / 25))
        del picture


def test_frames_that_are_held_or_only_looked_at_in_part_are_left_alone() -> None:
    scene = Scene(1, 1, 320, 180)
    parts = [scene.picture(number, number / 25)[::2] for number in range(12)]
    kept = [part.copy() for part in parts]
    for number in range(12, 40):
        scene.picture(number, number / 25)
    assert all(np.array_equal(part, copy) for part, copy in zip(parts, kept, strict=True))


def test_people_blink_and_some_speak() -> None:
    times = np.arange(0, 10, 0.04)
    assert {lids(look, time_s) > 0.9 for look in PEOPLE for time_s in times} == {True, False}
    assert max(mouth(OFFICER, time_s) for time_s in times) > 0.5
    assert max(mouth(PEOPLE[0], time_s) for time_s in times) == 0
    assert all(0 <= mouth(look, t) <= 1 and 0 <= lids(look, t) <= 1 for look in PEOPLE for t in times)


def test_booths_beyond_six_repeat_the_people() -> None:
    assert look_of(7) == look_of(1)
    assert look_of(0) == OFFICER


def test_grain_is_another_in_every_picture_and_as_much_as_was_asked_for() -> None:
    plain, scene = Scene(1, 1, 320, 180), Scene(1, 1, 320, 180, grain=4)
    noises = []
    for number in (7, 8):
        drawn = plain.picture(number, 1.0)[40:].astype(float)
        noises.append((scene.picture(number, 1.0)[40:] - drawn)[drawn < 200])
        assert noises[-1].std() == pytest.approx(4, abs=0.5)
    assert (noises[1] - noises[0]).std() > 4
    assert read(scene.picture(9, 1.0)) == read(plain.picture(9, 1.0))


def test_a_simulated_person_needs_no_opencv() -> None:
    """Which takes 24 MiB, and numpy's generators six more."""
    program = (
        "import sys\n"
        "from hardware import registry\n"
        "from hardware.simulated.scene import Scene\n"
        "registry.camera('simulated:officer,grain=3', width=640, height=360, fps=25)\n"
        "Scene(0, 0, 640, 360, grain=3).picture(0, 0.0)\n"
        "print([name for name in ('cv2', 'numpy.random') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_grain_is_as_strong_as_asked_and_turns_no_white_black() -> None:
    grey = np.full((360, 640, 3), 100, np.uint8)
    noise = Grain(3, 640, 360).on(grey, 5).astype(float) - 100
    assert noise.std() == pytest.approx(3, abs=0.2)
    assert noise.mean() == pytest.approx(8.5, abs=0.2)  # three times as much, rounded down
    assert Grain(3, 640, 360).on(np.full((360, 640, 3), 255, np.uint8), 5).min() == 255
