"""What a person types and presses around the demo: wrong values, and ending it half way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import psutil
import pytest

from tests.demo.__main__ import main

pytestmark = pytest.mark.patient


@pytest.mark.parametrize(
    ("argument", "sentence"),
    [
        ("--booths=9", "BOOTHS is a whole number from 1 to 6, not '9'."),
        ("--booths=", "BOOTHS is a whole number from 1 to 6, not ''."),
        ("--booths=two", "BOOTHS is a whole number from 1 to 6, not 'two'."),
        ("--duration=abc", "DURATION is a number of seconds, not 'abc'."),
        ("--duration=-3", "DURATION is a number of seconds, not '-3'."),
        ("--duration=nan", "DURATION is a number of seconds, not 'nan'."),
        ("--fps=0", "FPS is a whole number from 1 to 60, not '0'."),
        ("--fps=fast", "FPS is a whole number from 1 to 60, not 'fast'."),
        ("--duration=inf", "DURATION is a number of seconds, not 'inf'."),
    ],
)
def test_a_wrong_value_is_answered_with_one_sentence_and_touches_nothing(
    argument: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "demo-output"
    assert main([argument, f"--output={output}"]) == 2
    assert capsys.readouterr().out == f"make demo: {sentence}\n"
    assert not output.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_demo_that_is_ended_half_way_leaves_no_program_and_no_folder(
    number: signal.Signals, tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = [
        sys.executable,
        "-m",
        "tests.demo",
        "--offscreen",
        "--booths=1",
        f"--output={tmp_path / 'out'}",
    ]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(scratch)},
        # Where the tests run in the background of a shell, it has SIGINT ignored, and that is inherited.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as demo:
        assert demo.stdout is not None
        assert any("are up" in line for line in demo.stdout)
        programs = psutil.Process(demo.pid).children(recursive=True)
        assert list(scratch.iterdir())
        demo.send_signal(number)
        said = demo.stdout.read()
        assert demo.wait(30) == 130
    assert said.endswith("Ended.\n")
    assert len(programs) >= 2
    # One that was just being started ends by itself when it finds nobody at its pipe.
    _, left = psutil.wait_procs(programs, timeout=30)
    assert left == []
    assert not list(scratch.iterdir())
