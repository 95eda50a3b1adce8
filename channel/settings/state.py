"""Where a program keeps what must outlive it: the folder that the system has for that.

Responsible for: naming it. Not for: making it, nor what lies there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

NAME = "bilik"


def state_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """``STATE_DIRECTORY`` of systemd (the first, where it names several) as it is; otherwise a folder of our
    name where the platform keeps the state of a person's programs."""
    if given := environment.get("STATE_DIRECTORY", "").split(":")[0]:
        return Path(given)
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or Path.home())
    match platform:
        case "win32":
            above = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
        case "darwin":
            above = home / "Library" / "Application Support"
        case _:
            above = Path(environment.get("XDG_STATE_HOME") or home / ".local" / "state")
    return above / NAME
