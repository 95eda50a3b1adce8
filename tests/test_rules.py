"""The rules of `conftest.py`, shown to fail a test that breaks them."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.helpers.checkout import ROOT
from tests.helpers.leftovers import Leftovers
from tests.helpers.log_errors import LogErrors


def record(name: str, text: str) -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, __file__, 1, text, None, None)


def test_an_unexpected_error_in_the_log_is_a_complaint() -> None:
    errors = LogErrors()
    errors.emit(record("channel.x", "it broke"))
    assert errors.complaint() == "errors in the log:\nunexpected: ERROR channel.x: it broke"


@pytest.mark.parametrize(("logger", "text"), [("channel.x", "it broke"), ("channel.x", "broke")])
def test_an_expected_error_is_none(logger: str, text: str) -> None:
    errors = LogErrors()
    errors.expect(logger, text)
    errors.emit(record("channel.x", "it broke"))
    assert errors.complaint() is None


def test_an_expected_error_that_never_came_is_a_complaint() -> None:
    errors = LogErrors()
    errors.expect("channel.x", "it broke")
    assert errors.complaint() == 'errors in the log:\nexpected from channel.x, but never logged: "it broke"'


def test_the_log_of_a_test_reaches_its_watch(log_errors: LogErrors) -> None:
    log_errors.expect("channel.x", "it broke")
    logging.getLogger("channel.x").error("it broke")
    assert log_errors.complaint() is None


def test_nothing_left_behind_is_no_complaint() -> None:
    assert Leftovers.now().complaint(within_s=0.0) is None


def test_a_thread_left_behind_is_named() -> None:
    before, stop = Leftovers.now(), threading.Event()
    thread = threading.Thread(target=stop.wait, name="forgotten")
    thread.start()
    assert before.complaint(within_s=0.0) == "left behind: thread forgotten"
    stop.set()
    assert before.complaint(within_s=10.0) is None


def test_a_task_left_behind_is_named() -> None:
    async def forget() -> str | None:
        before = Leftovers.now()
        task = asyncio.create_task(asyncio.Event().wait(), name="forgotten")
        complaint = before.complaint(within_s=0.0)
        task.cancel()
        return complaint

    assert asyncio.run(forget()) == "left behind: task forgotten"


def test_a_socket_left_behind_is_named() -> None:
    before = Leftovers.now()
    with socket.socket():
        complaint = before.complaint(within_s=0.0)
    assert complaint is not None
    assert complaint.startswith("left behind: socket:[")
    assert before.complaint(within_s=0.0) is None


def test_a_child_process_left_behind_is_named() -> None:
    before = Leftovers.now()
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE):
        complaint = before.complaint(within_s=0.0)
    assert complaint == "left behind: child process cat"


BROKEN_RULES = """
import asyncio, logging, threading, warnings
from PySide6.QtCore import qWarning

def test_python_warning(): warnings.warn("old")
def test_qt_warning(qtbot): qWarning("odd")
def test_error_in_the_log(): logging.getLogger("x").error("broke")
def test_exception_in_a_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
def test_coroutine_never_awaited(): asyncio.sleep(0)
def test_thread_left_behind(no_leftovers):
    threading.Thread(target=threading.Event().wait, daemon=True).start()
def test_nothing_wrong(qtbot, no_leftovers): pass
"""


def test_a_test_that_breaks_a_rule_fails(tmp_path: Path) -> None:
    file = tmp_path / "test_broken_rules.py"
    file.write_text(BROKEN_RULES)
    pytest_ = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), f"--rootdir={ROOT}"]
    ran = subprocess.run(
        [*pytest_, "-p", "tests.conftest", "-p", "no:cacheprovider", "-rpfE", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    failed = set(re.findall(r"^(?:FAILED|ERROR) .*::test_(\w+)", ran.stdout, flags=re.MULTILINE))
    assert failed == {
        "python_warning",
        "qt_warning",
        "error_in_the_log",
        "exception_in_a_thread",
        "coroutine_never_awaited",
        "thread_left_behind",
    }
    assert "::test_nothing_wrong" in ran.stdout
