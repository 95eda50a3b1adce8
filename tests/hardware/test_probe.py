from __future__ import annotations

import json
from pathlib import Path

import pytest

from channel.settings.files import load
from hardware.probe import ProbeConfig, main
from hardware.sound_level import loudness_dbfs
from hardware.trials import PULLS, TONE_DBFS, tone_pull

pytestmark = [
    pytest.mark.qt_log_ignore(r"pipewire-0\.3 (library|symbols)$", extend=True),
    pytest.mark.usefixtures("qapp"),  # else the probe makes one that is too small for the tests after it
]

GOOD = """
camera = ["simulated:booth,booth=2"]
microphone = ["simulated:tone,hz=440"]
speaker = ["simulated:discard"]
"""


def config(tmp_path: Path, text: str) -> str:
    path = tmp_path / "probe.toml"
    path.write_text(text)
    return str(path)


def test_devices_that_work_give_status_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", config(tmp_path, GOOD)]) == 0
    printed = capsys.readouterr().out
    assert "simulated:booth,booth=2 … works: 640 x 360, 25 fps." in printed
    assert "simulated:tone,hz=440 … works: level -15 dBFS, peak -12, background -15: there is" in printed
    assert "simulated:discard … works: played a soft tone." in printed
    assert "simulated:discard > simulated:tone,hz=440 … works: the microphone does not hear" in printed
    assert printed.endswith("Everything works.\n")


def test_a_device_that_fails_gives_status_1_and_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = """
camera = ["device:/dev/null", "usb"]
microphone = ["none"]
speaker = ["simulated:discard,fault=busy@0-"]
"""
    assert main(["--config", config(tmp_path, text)]) == 1
    printed = capsys.readouterr().out
    assert "FAILED: /dev/null is not a camera." in printed
    assert "FAILED: 'usb' names no device" in printed
    assert "FAILED: No microphone is configured." in printed
    assert "FAILED: speaker simulated:discard,fault=busy@0- is busy" in printed
    assert "4 failed." in printed


def test_json_holds_the_same_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "--quiet", "--config", config(tmp_path, GOOD)]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["works"] is True
    assert [(trial["kind"], trial["works"]) for trial in result["devices"]] == [
        ("camera", True), ("microphone", True), ("speaker", True),
    ]  # fmt: skip
    assert result["devices"][2]["text"] == "played silence."


def probe_printer(tmp_path: Path, more: str, *options: str) -> int:
    printer = f'printer = ["simulated:printer,path={tmp_path}/{more}"]\n'
    text = "camera = []\nmicrophone = []\nspeaker = []\n" + printer
    return main([*options, "--config", config(tmp_path, text)])


def test_a_printer_is_looked_at_and_prints_only_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert probe_printer(tmp_path, "slips") == 0
    assert "works: ready." in capsys.readouterr().out
    assert not (tmp_path / "slips").exists()
    assert probe_printer(tmp_path, "slips", "--print") == 0
    assert "works: printed a test slip." in capsys.readouterr().out
    assert "[QR: TEST]" in (tmp_path / "slips.txt").read_text()


@pytest.mark.parametrize("options", [(), ("--print",)])
def test_a_printer_without_paper_fails_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    assert probe_printer(tmp_path, "slips,paper=0", *options) == 1
    assert "has no paper; put in a new roll." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('cam = ["none"]', 'there is no key "cam"; allowed here: camera, echo, '),
        ('camera = "none"', '"camera" must be a list, each entry text'),
        ("camera = [1]", '"camera" must be a list, each entry text'),
        ("camera = [", "is not TOML"),
    ],
)
def test_a_wrong_configuration_is_refused_with_its_file_and_what_is_allowed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    path = config(tmp_path, text)
    with pytest.raises(SystemExit) as ended:
        main(["--config", path])
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert path in error
    assert says in error
    assert error.count("\n") == 1


def test_the_printed_configuration_documents_every_key_and_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--print-config"])
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert load(ProbeConfig, Path(config(tmp_path, printed))) == ProbeConfig()
    opened = printed.replace('#camera = ["device', 'camera = ["device')
    assert load(ProbeConfig, Path(config(tmp_path, opened))) == ProbeConfig(camera=("device:default",))
    kinds = ("camera", "microphone", "speaker", "printer")
    assert all(f'#{kind} = ["device:default"]' in printed for kind in kinds)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_are_answered(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([option])
    assert ended.value.code == 0
    assert "bilik-probe" in capsys.readouterr().out


def test_the_test_tone_is_soft_and_does_not_click() -> None:
    pulls = [tone_pull(number) for number in range(PULLS)]
    loudest_dbfs = max(loudness_dbfs(pulled) for pulled in pulls)
    assert loudest_dbfs == pytest.approx(TONE_DBFS - 3, abs=0.5), "of a sine with this peak"
    assert abs(int(pulls[0][0])) <= 1
    assert abs(int(pulls[-1][-1])) <= 1
