"""The log of all programs."""

from __future__ import annotations

import logging
import re
import threading

import pytest

from channel.settings import logs


def test_a_record_is_one_line_with_time_program_thread_and_level(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start("info", "bilik-test")
    thread = threading.Thread(target=lambda: logging.getLogger("channel.x").info("a\nb"), name="net")
    thread.start()
    thread.join()
    line = capsys.readouterr().err
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z bilik-test net INFO channel\.x: a\\nb\n", line
    ), line


def test_a_traceback_stays_on_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start("info", "bilik-test")
    try:
        raise ValueError("wrong")
    except ValueError:
        logging.getLogger("channel.x").warning("failed", exc_info=True)
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "ValueError: wrong" in err


def test_libraries_are_quiet_below_warning_even_at_debug(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start("debug", "bilik-test")
    for name in ("websockets.client", "aiortc.rtcpeerconnection", "aioice.ice", "asyncio"):
        logging.getLogger(name).debug("secret")
        logging.getLogger(name).info("secret")
        logging.getLogger(name).warning("told")
    logging.getLogger("booth_client.app").debug("ours")
    err = capsys.readouterr().err
    assert "secret" not in err
    assert err.count("told") == 4
    assert err.count("ours") == 1


def test_the_level_holds_for_all(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start("error", "bilik-test")
    logging.getLogger("hardware.x").warning("ours")
    logging.getLogger("websockets").warning("theirs")
    assert capsys.readouterr().err == ""


def test_starting_it_again_does_not_double_the_lines(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start("info")
    logs.start("info")
    logging.getLogger("channel.x").info("once")
    assert capsys.readouterr().err.count("once") == 1


@pytest.mark.parametrize(
    ("argv0", "program"),
    [("/opt/bin/bilik-booth", "bilik-booth"), ("/opt/booth_client/__main__.py", "booth_client")],
)
def test_the_program_is_named_as_it_was_started(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], argv0: str, program: str
) -> None:
    monkeypatch.setattr("sys.argv", [argv0])
    logs.start("info")
    logging.getLogger("channel.x").info("hello")
    assert f"Z {program} MainThread INFO" in capsys.readouterr().err
