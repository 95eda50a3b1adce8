"""Finds a Chromium that really starts: Ubuntu's package is a stub that asks for a snap."""

from __future__ import annotations

import functools
import shutil
import subprocess
from dataclasses import dataclass


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
