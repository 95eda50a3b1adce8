from __future__ import annotations

from pathlib import Path

import pytest

from booth_client.config import BoothConfig
from channel.settings import files

LEAST = 'id = "booth-1"\ntoken = "secret"\n[server]\nurl = "wss://server.example:8443"\n'


def load(folder: Path, text: str) -> BoothConfig:
    path = folder / "booth.toml"
    path.write_text(text)
    return files.load(BoothConfig, path)


def test_the_printed_example_loads_as_the_defaults(tmp_path: Path) -> None:
    printed = load(tmp_path, files.example(BoothConfig))
    least = load(tmp_path, LEAST)
    for field in (
        "devices",
        "picture",
        "voice",
        "network",
        "documents",
        "times",
        "texts",
        "kiosk",
        "language",
    ):
        assert getattr(printed, field) == getattr(least, field)


def test_kiosk_mode_is_the_default(tmp_path: Path) -> None:
    assert load(tmp_path, LEAST).kiosk.enabled


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (LEAST + "[devices]\ncamra = 'none'\n", "camra"),
        (LEAST + "[picture]\nfps = 90\n", "picture.fps"),
        (LEAST + "[times]\nfirst_sign_s = 30.0\n", "times.first_sign_s"),
        (LEAST.replace("booth-1", "Booth 1"), '"id"'),
        ("token_file = 'x'\n" + LEAST, "exclude each other"),
        (LEAST + "[devices]\nrequired = ['scanner']\n", "devices.required"),
        (LEAST + "[devices]\nprinter_columns = 40\n", "devices.printer_columns"),
        (LEAST + "[documents]\nkpj_form = '[0-9'\n", "no regular expression"),
    ],
)
def test_a_wrong_key_or_value_is_refused_by_its_name(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(files.SettingsError, match=named.replace(".", r"\.")) as refusal:
        load(tmp_path, text)
    assert "booth.toml" in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_documents_wait_where_the_file_says_or_where_the_system_keeps_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))
    config = load(tmp_path, LEAST)
    assert config.documents.spool_of(config.id) == tmp_path / "state" / "booth-1" / "spool"
    config = load(tmp_path, LEAST + "[documents]\nspool = 'waiting'\n")
    assert config.documents.spool_of(config.id) == tmp_path / "waiting"


def test_a_booth_without_printer_or_documents_camera_can_be_used(tmp_path: Path) -> None:
    devices = load(tmp_path, LEAST).devices
    assert (devices.document_camera, devices.printer) == ("", "none")
    assert devices.required == ("microphone", "speaker")
