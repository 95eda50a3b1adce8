from __future__ import annotations

from pathlib import Path

import pytest

from channel.settings.state import state_folder

HOME = {"HOME": "/home-of-a-test", "USERPROFILE": "/home-of-a-test"}


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {}, "/home-of-a-test/.local/state/bilik"),
        ("linux", {"XDG_STATE_HOME": "/state"}, "/state/bilik"),
        ("linux", {"STATE_DIRECTORY": "/var/lib/bilik", "XDG_STATE_HOME": "/state"}, "/var/lib/bilik"),
        ("linux", {"STATE_DIRECTORY": "/var/lib/one:/var/lib/two"}, "/var/lib/one"),
        ("darwin", {}, "/home-of-a-test/Library/Application Support/bilik"),
        ("win32", {}, "/home-of-a-test/AppData/Local/bilik"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/bilik"),
    ],
)
def test_state_lies_where_the_system_has_it(platform: str, environment: dict[str, str], folder: str) -> None:
    assert state_folder({**HOME, **environment}, platform) == Path(folder)
