"""Headless Chromium: finds one that really starts, as Ubuntu's package is a stub that asks for a snap."""

from __future__ import annotations

import functools
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Missing:
    """Why there is none, as the reason of a skipped test."""

    reason: str


@functools.cache
def find() -> str | Missing:
    """The path of the first one that tells its version."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path is not None and _tells_its_version(path):
            return path
    return Missing("no Chromium starts on this machine")


def _tells_its_version(path: str) -> bool:
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0 and told.stdout.startswith(("Chromium", "Google Chrome"))


def command(chromium: str, profile: Path, url: str, *more: str) -> list[str]:
    """What starts it without a screen, a sound card, or a word to anybody: it keeps all to ``profile``.

    A page's sound starts by itself, its timers run at their pace although nobody looks at it, and WebRTC
    tells plain addresses.
    """
    return [
        chromium,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={profile}",
        "--disable-audio-output",
        "--autoplay-policy=no-user-gesture-required",
        "--disable-background-timer-throttling",
        "--disable-renderer-backgrounding",
        "--disable-features=WebRtcHideLocalIpsWithMdns",
        *more,
        url,
    ]
