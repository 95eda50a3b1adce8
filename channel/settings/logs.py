"""The log, the same in all programs: standard error, one line a record.

Responsible for: the form of a line, and keeping libraries below WARNING quiet: at DEBUG websockets and aiortc
would write tokens and SDP. Not for: what a record may say (never a name, token, SDP, password or document).
"""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path
from typing import Final

LEVELS: Final = ("debug", "info", "warning", "error")

_OURS: Final = ("booth_client", "channel", "cso_console", "hardware", "signaling_server")


def start(level: str = "info", program: str | None = None) -> None:
    """Log from ``level`` (one of ``LEVELS``) on. ``program`` is by default the name that it was started by.

    Called again, it replaces the handler that it had added before and leaves those of others alone.
    """
    handler = _Handler(sys.stderr)
    handler.setFormatter(_Line(program or _program()))
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(max(logging.WARNING, _number(level)))
    for name in _OURS:
        logging.getLogger(name).setLevel(_number(level))


class _Handler(logging.StreamHandler):  # type: ignore[type-arg]  # not generic at run time before 3.13
    """Ours among the handlers that others may have added."""


class _Line(logging.Formatter):
    """``2026-05-04T03:02:01.123Z bilik-booth net INFO channel.media: text``, line breaks made visible."""

    def __init__(self, program: str) -> None:
        super().__init__(
            f"%(asctime)s.%(msecs)03dZ {program} %(threadName)s %(levelname)s %(name)s: %(message)s",
            datefmt="%Y-%m-%dT%H:%M:%S",
        )
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\r", "\\r").replace("\n", "\\n")


def _number(level: str) -> int:
    return logging.getLevelNamesMapping()[level.upper()]


def _program() -> str:
    """``bilik-booth`` for the console script, ``booth_client`` for ``python -m booth_client``."""
    started = Path(sys.argv[0])
    return started.parent.name if started.name == "__main__.py" else started.stem
