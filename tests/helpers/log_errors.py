"""Watches the log of one test for records of level ERROR and higher.

Responsible for: what was expected, what came, and the sentence about the difference.
"""

from __future__ import annotations

import logging
import re
from typing import Final

EXCEPTIONS: Final[tuple[tuple[str, str, str], ...]] = ()
"""Errors of libraries that no test can prevent: logger, exact form of the message, reason."""


class LogErrors(logging.Handler):
    """Attached to the root logger. Threads may log into it; ``logging`` serialises them."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._seen: list[logging.LogRecord] = []
        self._expected: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._seen.append(record)

    def expect(self, logger: str, text: str) -> None:
        """The test makes ``logger`` log an error that holds ``text``; it must come at least once."""
        self._expected.append((logger, text))

    def complaint(self) -> str | None:
        """None when exactly what was expected came."""
        lines = [f"unexpected: {_line(one)}" for one in self._seen if not self._is_expected(one)]
        lines += [
            f'expected from {logger}, but never logged: "{text}"'
            for logger, text in self._expected
            if not any(one.name == logger and text in one.getMessage() for one in self._seen)
        ]
        return "errors in the log:\n" + "\n".join(lines) if lines else None

    def _is_expected(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        return any(record.name == logger and text in message for logger, text in self._expected) or any(
            record.name == logger and re.fullmatch(form, message) for logger, form, _ in EXCEPTIONS
        )


def _line(record: logging.LogRecord) -> str:
    text = f"{record.levelname} {record.name}: {record.getMessage()}"
    if record.exc_info is None:
        return text
    return text + "\n" + logging.Formatter().formatException(record.exc_info)
