"""Finding the files that the programs ship."""

from __future__ import annotations

import pytest

from assets import asset_path


def test_an_asset_is_found_whatever_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert asset_path("__init__.py").is_file()
    assert asset_path().is_dir()


def test_an_asset_that_does_not_exist_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no asset icons/nothing\.svg"):
        asset_path("icons", "nothing.svg")
