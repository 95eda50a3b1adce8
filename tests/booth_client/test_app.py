from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from booth_client.app import main
from tests.helpers.collector import python_collects

LEAST = 'id = "booth-1"\ntoken = "s3cr3t"\n[server]\nurl = "ws://127.0.0.1:9"\n'
DEVICES = '[devices]\ncamera = "none"\nmicrophone = "none"\nspeaker = "simulated:discard"\n'


def run(folder: Path, text: str, *arguments: str) -> int:
    path = folder / "booth.toml"
    path.write_text(text)
    return main(["--config", str(path), *arguments])


def test_the_pilot_is_refused_in_kiosk_mode(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, LEAST + DEVICES, "--pilot") == 2
    assert "kiosk" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (LEAST.replace("127.0.0.1", "192.0.2.1") + DEVICES, "192.0.2.1"),
        (LEAST.replace("ws://127.0.0.1:9", "wss://server.example:1") + DEVICES, "ca.pem"),
        (LEAST + '[devices]\ncamera = "camera"\n', "camera"),
        (LEAST.replace('token = "s3cr3t"\n', "") + DEVICES, "token_file"),
        (LEAST.replace('token = "s3cr3t"', 'token_file = "missing"') + DEVICES, "missing"),
        (LEAST.replace('token = "s3cr3t"', 'token_file = "binary"') + DEVICES, "binary: is not text"),
        (LEAST.replace('token = "s3cr3t"', 'token_file = "empty"') + DEVICES, "empty: is empty"),
    ],
)
def test_what_cannot_work_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, named: str
) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    (tmp_path / "empty").write_text("\n")
    text = text.replace(':1"\n', ':1"\nauthority = "ca.pem"\n')
    assert run(tmp_path, text, "--windowed") == 2
    said = capsys.readouterr().err
    assert said.startswith("bilik-booth: ")
    assert said.count("\n") == 1
    assert named in said
    assert "s3cr3t" not in said


def test_without_a_display_it_says_so_instead_of_aborting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert run(tmp_path, LEAST + DEVICES, "--windowed") == 2
    assert "there is no display" in capsys.readouterr().err


def test_a_kiosk_ends_when_the_machine_is_shut_down(tmp_path: Path) -> None:
    path = tmp_path / "booth.toml"
    path.write_text(LEAST + DEVICES)
    command = [sys.executable, "-m", "booth_client", "--config", str(path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as booth:
        assert booth.stderr is not None
        # It has come so far that it looks for its server.
        assert any("refuses the connection" in line for line in booth.stderr)
        booth.send_signal(signal.SIGTERM)
        log = booth.stderr.read()
        assert booth.wait(30) == 0
    assert "s3cr3t" not in log
    assert "Q" + "BackingStore" not in log


def test_its_garbage_is_left_to_the_gui_thread(tmp_path: Path) -> None:
    path = tmp_path / "booth.toml"
    path.write_text(LEAST + DEVICES)
    assert not python_collects("booth_client", "--config", str(path), "--windowed")
