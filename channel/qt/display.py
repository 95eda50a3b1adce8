"""Is there a screen to show windows on? Qt aborts where there is none, with words that help nobody.

Responsible for: the sentence for IT. Not for: which platform Qt takes.
"""

from __future__ import annotations

import os
import sys


def missing_display() -> str | None:
    """A sentence when Qt would find no display, else None. To be asked before the QApplication exists."""
    chosen = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if not sys.platform.startswith("linux") or any(map(os.environ.get, chosen)):
        return None
    return "there is no display (DISPLAY and WAYLAND_DISPLAY are not set): start it in a desktop session."
