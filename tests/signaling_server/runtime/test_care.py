"""What is done again and again, and what the log is told of its failures."""

from __future__ import annotations

import asyncio

import pytest

from signaling_server.runtime.care import Care
from signaling_server.store.errors import StoreError, StoreUnavailable
from tests.helpers.aio import run
from tests.helpers.log_errors import LogErrors

LOGGER = "signaling_server.runtime.care"


async def fails(care: Care, error: BaseException | None) -> bool:
    async def work() -> None:
        if error is not None:
            raise error

    return await care.over(work)


def test_a_failure_is_logged_when_it_begins_and_not_each_time(
    log_errors: LogErrors, caplog: pytest.LogCaptureFixture
) -> None:
    log_errors.expect(LOGGER, "desk: it has been changed.")
    log_errors.expect(LOGGER, "desk: KeyError.")
    care = Care("desk")
    changed, private = StoreError("it has been changed."), KeyError("ORANG UJI")

    async def scene() -> None:
        for error in (changed, changed, private, private, None, private):
            assert await fails(care, error) == (error is None)

    run(scene())
    assert [one.message for one in caplog.records] == [
        "desk: it has been changed.",
        "desk: KeyError.",
        "desk: KeyError.",
    ]


def test_two_of_the_same_name_hide_nothing_of_each_other(
    log_errors: LogErrors, caplog: pytest.LogCaptureFixture
) -> None:
    log_errors.expect(LOGGER, "desk: it has been changed.")
    one, other = Care("desk"), Care("desk")

    async def scene() -> None:
        for care in (one, other, one, other):
            await fails(care, StoreError("it has been changed."))

    run(scene())
    assert len(caplog.records) == 2


def test_of_a_file_that_fails_the_log_is_told_why_but_not_which(log_errors: LogErrors) -> None:
    log_errors.expect(LOGGER, "uploads: PermissionError: Permission denied.")
    error = PermissionError(13, "Permission denied", "/store/JHT-4K7P-2T")

    run(fails(Care("uploads"), error))


def test_a_store_that_cannot_be_used_is_no_complaint_and_waiting_for_it_is_told() -> None:
    async def unavailable() -> None:
        raise StoreUnavailable("the disk of the store is full.")

    async def scene() -> None:
        assert not await Care("desk").over(unavailable)
        with pytest.raises(StoreUnavailable):
            await Care("desk").attempt(unavailable)

    run(scene())


def test_the_end_of_the_program_is_the_end_of_it() -> None:
    with pytest.raises(asyncio.CancelledError):
        run(fails(Care("desk"), asyncio.CancelledError()))
