from __future__ import annotations

import stat
from pathlib import Path

import pytest

from signaling_server.runtime.keys import SIGNING_KEY, StateError, signing_key


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    state = tmp_path / "deep" / "state"
    key = signing_key(state)
    assert signing_key(state) == key
    assert stat.S_IMODE((state / SIGNING_KEY).stat().st_mode) == 0o600
    assert [path.name for path in state.iterdir()] == [SIGNING_KEY]


def test_two_branches_have_two_keys(tmp_path: Path) -> None:
    assert signing_key(tmp_path / "one") != signing_key(tmp_path / "two")


def test_a_key_that_others_can_read_or_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    signing_key(tmp_path)
    path = tmp_path / SIGNING_KEY
    path.chmod(0o644)
    with pytest.raises(StateError, match="others can read"):
        signing_key(tmp_path)
    path.chmod(0o600)
    path.write_bytes(b"short")
    with pytest.raises(StateError, match="is not a signing key"):
        signing_key(tmp_path)


def test_a_state_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match="file"):
        signing_key(tmp_path / "file" / "state")
