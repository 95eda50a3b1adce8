"""The import contracts of `pyproject.toml`, shown to break when somebody breaks them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.checkout import PACKAGES, ROOT

FORBIDDEN = [
    ("channel.wire.ids", "channel.core"),
    ("channel.settings.version", "channel.wire.ids"),
    ("channel.media", "channel.qt"),
    ("channel.media", "livekit"),
    ("channel.runtime.latest", "hardware.devices"),
    ("channel.sound", "channel.media"),
    ("hardware.devices", "channel.wire.ids"),
    ("booth_client.core", "cso_console.config"),
    ("booth_client.core", "booth_client.runtime"),
    ("booth_client.core", "booth_client.capture"),
    ("booth_client.capture", "PySide6"),
    ("cso_console.views", "cso_console.runtime"),
    ("signaling_server.core", "signaling_server.runtime"),
    ("signaling_server.config", "channel.core"),
    ("signaling_server.init", "assets"),
    ("channel.rules.addresses", "channel.settings.files"),
    ("channel.core", "threading"),
    ("booth_client.core", "PySide6"),
    ("cso_console.core", "asyncio"),
    ("booth_client.views", "hardware"),
    ("channel.qt", "aiortc"),
    ("booth_client.app", "aiortc"),
    ("hardware.probe", "hardware.simulated"),
    ("hardware.devices", "asyncio"),
]


def lint(checkout: Path) -> str:
    """What `lint-imports` says in ``checkout``."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    ran = subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=100, check=False)
    return ran.stdout


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is said about a copy of the sources in which every forbidden import was added."""
    checkout = tmp_path_factory.mktemp("checkout")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, checkout / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", checkout)
    for importer, imported in FORBIDDEN:
        path = checkout.joinpath(*importer.split("."))
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        with file.open("a", encoding="utf-8") as end:
            end.write(f"\nimport {imported}\n")
    return lint(checkout)


@pytest.mark.parametrize(("importer", "imported"), FORBIDDEN)
def test_a_forbidden_import_is_told(told: str, importer: str, imported: str) -> None:
    assert f"{importer} -> {imported} (l." in told


def test_every_contract_can_break(told: str) -> None:
    assert "KEPT" not in told
    assert "0 kept" in told
