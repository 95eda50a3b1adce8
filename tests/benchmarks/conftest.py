"""What the tests of benchmarks have in common."""

from __future__ import annotations

from multiprocessing import resource_tracker

import pytest


@pytest.fixture(scope="session", autouse=True)
def _tracker() -> None:
    """What the interpreter starts beside its first child process and keeps is nothing left behind."""
    resource_tracker.ensure_running()
