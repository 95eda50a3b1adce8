"""The console's configuration file."""

from __future__ import annotations

from pathlib import Path

import pytest

from channel.settings.files import SettingsError, example, load
from cso_console.config import ConsoleConfig


def written(folder: Path, text: str) -> Path:
    path = folder / "console.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_server_alone_is_enough(tmp_path: Path) -> None:
    config = load(ConsoleConfig, written(tmp_path, '[server]\nurl = "wss://server.example:8443"\n'))
    assert (config.capacity, config.audio.mode, config.language) == (6, "speaker", "id")


def test_the_printed_example_loads_and_documents_every_key(tmp_path: Path) -> None:
    text = example(ConsoleConfig)
    assert load(ConsoleConfig, written(tmp_path, text)).capacity == 6
    for key in (
        "authority",
        "password_file",
        "capacity",
        "microphone",
        "mode",
        "waiting_long_s",
        "turn_url",
        "registry_hosts",
    ):
        assert key in text


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("capacity = 7\n[server]\nurl = 'wss://x'\n", "capacity"),
        ("[server]\nurl = 'wss://x'\n[audio]\nmode = 'loud'\n", "audio.mode"),
        ("[server]\nurl = 'wss://x'\n[audio]\nmodus = 'headset'\n", "modus"),
        ("[server]\nurl = 'wss://x'\n[officer]\npassword_file = 'secret'\n", "officer"),
        ("capacity = 1\n", "server"),
        ("[server]\nurl = 'wss://x'\n[papers]\nregistry_hosts = ['https://a.go.id']\n", "not a host"),
        (
            "[server]\nurl = 'wss://x'\n[papers]\nregistry_hosts = ['a.go.id', 'go.id']\n",
            "shared by strangers",
        ),
    ],
)
def test_a_wrong_key_or_value_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        load(ConsoleConfig, written(tmp_path, text))
