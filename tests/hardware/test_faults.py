from __future__ import annotations

import pytest

from hardware.device_thread import DeviceFault
from hardware.devices import Condition
from hardware.faults import FaultSchedule


def test_a_fault_lasts_from_its_first_second_until_before_its_last() -> None:
    schedule = FaultSchedule.parse("missing@5-8+busy@20-25.5")
    assert [schedule.at(at_s) for at_s in (4.9, 5, 7.9, 8, 20, 25.4, 25.5)] == [
        None, Condition.MISSING, Condition.MISSING, None, Condition.BUSY, Condition.BUSY, None,
    ]  # fmt: skip


def test_a_fault_without_an_end_lasts_for_ever() -> None:
    assert FaultSchedule.parse("missing@3-").at(1e9) is Condition.MISSING


def test_the_check_names_the_device_and_what_is_wrong() -> None:
    with pytest.raises(DeviceFault, match="camera x is busy") as caught:
        FaultSchedule.parse("busy@0-1").check(0.5, "camera x")
    assert caught.value.status.condition is Condition.BUSY


@pytest.mark.parametrize(
    "text", ["", "gone@1-2", "missing", "missing@2-1", "missing@1", "missing@a-b", "missing@1-2+"]
)
def test_a_wrong_schedule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"missing|ends before"):
        FaultSchedule.parse(text)
