"""The console's command line; what it does with real windows is tested end to end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cso_console.app import WRONG_SETTINGS, main
from tests.helpers.collector import python_collects


def test_help_and_version_end_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    for argument in ("--help", "--version"):
        with pytest.raises(SystemExit) as ended:
            main([argument])
        assert ended.value.code == 0
    assert "--fullscreen" in capsys.readouterr().out


@pytest.mark.parametrize("size", ["big", "1920", "1920x1080x2"])
def test_a_wrong_size_is_refused(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--size", size])
    assert ended.value.code == 2
    assert size in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ('[server]\nurl = "ws://192.0.2.1:8443"\n', "wss"),
        ('[server]\nurl = "wss://192.0.2.1:8443"\nauthority = "missing.pem"\n', "missing.pem"),
        ('[server]\nurl = "ws://127.0.0.1:9"\n[devices]\ncamera = "webcam"\n', "webcam"),
        (
            '[server]\nurl = "ws://127.0.0.1:9"\n[officer]\nid = "sari"\npassword_file = "missing.txt"\n',
            "missing.txt: there is no such file.",
        ),
    ],
)
def test_settings_that_cannot_be_used_end_it_with_one_sentence(
    settings: str, named: str, tmp_path: Path
) -> None:
    file = tmp_path / "console.toml"
    file.write_text(settings)
    ended = subprocess.run(
        [sys.executable, "-m", "cso_console", "--config", str(file)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == WRONG_SETTINGS
    assert named in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr


def test_without_a_display_it_says_so_instead_of_aborting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "console.toml"
    file.write_text('[server]\nurl = "ws://127.0.0.1:9"\n')
    assert main(["--config", str(file)]) == WRONG_SETTINGS
    assert "there is no display" in capsys.readouterr().err


def test_its_garbage_is_left_to_the_gui_thread(tmp_path: Path) -> None:
    file = tmp_path / "console.toml"
    devices = '[devices]\ncamera = "none"\nmicrophone = "none"\nspeaker = "simulated:discard"\n'
    file.write_text('[server]\nurl = "ws://127.0.0.1:9"\n' + devices)
    assert not python_collects("cso_console", "--config", str(file))
