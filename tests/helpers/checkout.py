"""Where the project's own files are, for tests that look at them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
PACKAGES: Final = ("assets", "booth_client", "channel", "cso_console", "hardware", "signaling_server")
