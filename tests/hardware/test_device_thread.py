from __future__ import annotations

import threading
from collections.abc import Callable

from hardware.device_thread import DeviceFault, DeviceThread, Run
from hardware.devices import RETRY_S, Condition
from tests.hardware.virtual import PATIENCE_S, Seen, VirtualClock


def test_a_fault_is_reported_and_the_device_is_tried_again() -> None:
    clock, seen, tries = VirtualClock(until_s=7), Seen(), []

    def session(run: Run) -> None:
        tries.append(run.since_start_s())
        if len(tries) < 3:
            raise DeviceFault(Condition.MISSING, "It is not there.")
        run.running()
        run.clock.wait_until(float("inf"), run.stopping)

    device = DeviceThread("device", clock)
    device.start(session, seen.on_status)
    seen.wait_for(Condition.RUNNING)
    device.stop()
    assert tries == [0, RETRY_S, 2 * RETRY_S]
    assert seen.conditions == [
        Condition.STARTING, Condition.MISSING, Condition.RUNNING, Condition.STOPPED,
    ]  # fmt: skip


def test_a_mistake_in_a_driver_is_logged_and_never_leaves_the_thread(
    expect_log_error: Callable[[str, str], None],
) -> None:
    expect_log_error("hardware.device_thread", "device failed")
    clock, seen = VirtualClock(until_s=1), Seen()

    def session(run: Run) -> None:
        raise ZeroDivisionError

    device = DeviceThread("device", clock)
    device.start(session, seen.on_status)
    assert "the log has the details" in seen.wait_for(Condition.FAILED).text
    device.stop()
    assert seen.conditions[-1] is Condition.STOPPED


def test_start_and_stop_may_be_repeated(no_leftovers: None) -> None:
    seen, sessions = Seen(), []

    def session(run: Run) -> None:
        sessions.append(run)
        run.running()
        run.stopping.wait(PATIENCE_S)

    device = DeviceThread("device")
    for _ in range(3):
        device.start(session, seen.on_status)
        device.start(session, seen.on_status)
        seen.wait_for(Condition.RUNNING)
        device.stop()
        device.stop()
    assert len(sessions) == 3


def test_a_device_may_be_stopped_from_its_own_callback() -> None:
    seen = Seen()
    device = DeviceThread("device")

    def session(run: Run) -> None:
        device.stop()
        run.stopping.wait(PATIENCE_S)

    device.start(session, seen.on_status)
    seen.wait_for(Condition.STOPPED)


def test_a_driver_that_hangs_is_left_behind_and_says_nothing_new() -> None:
    seen, hanging, release = Seen(), threading.Event(), threading.Event()

    def session(run: Run) -> None:
        run.running()
        hanging.set()
        release.wait(PATIENCE_S)
        raise DeviceFault(Condition.MISSING, "Too late to matter.")

    device = DeviceThread("device")
    device.start(session, seen.on_status)
    assert hanging.wait(PATIENCE_S)
    device.stop()
    assert seen.conditions == [Condition.STARTING, Condition.RUNNING]
    release.set()
    seen.wait_for(Condition.STOPPED)
    assert Condition.MISSING not in seen.conditions
