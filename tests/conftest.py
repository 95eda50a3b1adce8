"""What holds for every test: no display, no Qt warning, no unexpected error in the log, nothing left behind.

Responsible for: these rules and the fixtures by which a test states its exception (``expect_log_error``) or
asks for more (``no_leftovers``, ``chromium``). Not for: anything of one part of the project.
Qt warnings, Python warnings and exceptions in threads fail a test by way of ``pyproject.toml``.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread

from tests.helpers import browser, postgres
from tests.helpers.leftovers import Leftovers
from tests.helpers.log_errors import LogErrors

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# What a booth started by a test keeps on disk is not for anybody's own folder.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="bilik-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)

# Qt takes the first thread that touches it for the main one; a camera that draws must not be that.
QThread.currentThread()

# Garbage is collected here alone, between two tests; ``channel/qt/garbage.py`` says why.
gc.disable()
GARBAGE_MOST = 20_000
"""So many new objects are no reason to collect yet."""

# The same examples in every run, and no complaint that a busy machine is slow.
hypothesis.settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("steady")


LIVE = frozenset(("demo", "end_to_end"))
"""Folders whose tests measure time: whole branches. They run one at a time, the others beside each other, and
so do those marked ``patient``. A file of another folder says ``live`` itself."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if LIVE.intersection(item.path.parts) and item.get_closest_marker("patient") is None:
            item.add_marker("live")


def pytest_collection_finish() -> None:
    set_aside()
    atexit.register(gc.unfreeze)  # libraries count what Python leaves at its end


def set_aside() -> None:
    """What the imports made lives as long as the run: to look through it again, hundreds of times, would be
    most of what collecting takes."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@pytest.fixture
def all_objects() -> Iterator[None]:
    """For a test to which ``gc`` is to show what the imports made, too."""
    gc.unfreeze()
    yield
    set_aside()


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """The windows of a test end with it, and what else it leaves soon after."""
    yield
    # Without a running loop nobody carries out what deleteLater asks for.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if gc.get_count()[0] > GARBAGE_MOST:
        gc.collect()


@pytest.fixture(autouse=True)
def log_errors() -> Iterator[LogErrors]:
    """Fails the test that logs an error nobody expected; puts the log back as it was (programs start it)."""
    root = logging.getLogger()
    levels, handlers = {logger: logger.level for logger in _loggers()}, list(root.handlers)
    errors = LogErrors()
    root.addHandler(errors)
    yield errors
    root.handlers[:] = handlers
    for logger in _loggers():
        logger.setLevel(levels.get(logger, logging.NOTSET))
    if complaint := errors.complaint():
        pytest.fail(complaint, pytrace=False)


def _loggers() -> list[logging.Logger]:
    root = logging.getLogger()
    return [root, *(one for one in root.manager.loggerDict.values() if isinstance(one, logging.Logger))]


@pytest.fixture
def expect_log_error(log_errors: LogErrors) -> Callable[[str, str], None]:
    """``expect_log_error(logger, text)``: this logger logs errors that hold ``text``, at least one."""
    return log_errors.expect


@pytest.fixture
def no_leftovers() -> Iterator[None]:
    """Fails the test that leaves a thread, task, socket or child process behind. Ask for it first."""
    before = Leftovers.now()
    yield
    if complaint := before.complaint(within_s=5.0):
        pytest.fail(complaint, pytrace=False)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that starts; skips where there is none."""
    found = browser.find()
    if isinstance(found, browser.Missing):
        pytest.skip(found.reason)
    return found


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("chromium") and isinstance(found := browser.find(), browser.Missing):
        pytest.skip(found.reason)
    if item.get_closest_marker("pulse") and shutil.which("pulseaudio") is None:
        pytest.skip("there is no pulseaudio on this machine")
    if item.get_closest_marker("postgresql") and postgres.binaries() is None:
        pytest.skip("there is no PostgreSQL server on this machine")
