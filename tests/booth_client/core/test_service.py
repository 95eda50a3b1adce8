from __future__ import annotations

import pytest

from booth_client.config import Times
from booth_client.core.commands import RetryServer
from booth_client.core.events import AskForHelp, DeviceSeen, ServerLost, ServerRefused, Start
from booth_client.core.service import RETRY_S
from booth_client.core.snapshot import Device, Screen
from channel.wire.messages import AskHelp, BoothCondition, BoothReport
from tests.booth_client.core.builders import UNIX_S, Booth, sent, welcome

READY = BoothReport(condition=BoothCondition.READY)
CLEANING = BoothReport(condition=BoothCondition.CLEANING)


def fault(code: str) -> BoothReport:
    return BoothReport(condition=BoothCondition.FAULT, code=code)


def test_a_booth_without_its_server_says_so_and_comes_back_by_itself() -> None:
    booth = Booth(Times(unavailable_s=2)).ready()
    booth.tell(ServerLost())
    booth.wait(1.8)
    assert booth.screen() is Screen.READY  # a short gap is nobody's business
    booth.wait(0.4)
    assert booth.screen() is Screen.UNAVAILABLE
    booth.hear(welcome())
    assert booth.screen() is Screen.READY


def test_a_booth_that_never_found_its_server_says_so() -> None:
    booth = Booth(Times(unavailable_s=2))
    booth.wait(2.4)
    assert booth.screen() is Screen.UNAVAILABLE


def test_nobody_can_start_while_the_service_is_not_available() -> None:
    booth = Booth()
    booth.wait(3)
    booth.tell(Start())
    assert booth.screen() is Screen.UNAVAILABLE


@pytest.mark.parametrize(
    ("code", "shown"),
    [("unauthenticated", "S-01"), ("protocol_version", "S-02"), ("replaced", "S-03"), ("new", "S-09")],
)
def test_a_refusal_is_shown_as_a_code_for_it(code: str, shown: str) -> None:
    booth = Booth()
    booth.tell(ServerRefused(code, retry=True))
    booth.wait(3)
    assert (booth.screen(), booth.seen().server_code) == (Screen.UNAVAILABLE, shown)
    booth.hear(welcome())
    assert booth.seen().server_code == ""


def test_a_refused_booth_asks_again_after_a_while() -> None:
    booth = Booth()
    booth.tell(ServerRefused("unauthenticated", retry=True))
    assert RetryServer() not in booth.wait(RETRY_S - 1)
    assert booth.wait(2).count(RetryServer()) == 1


def test_a_replaced_booth_does_not_come_back_by_itself() -> None:
    booth = Booth()
    booth.tell(ServerRefused("replaced", retry=False))
    assert RetryServer() not in booth.wait(3 * RETRY_S)


def test_the_condition_is_reported_after_each_welcome_and_at_each_change() -> None:
    booth = Booth()
    assert sent(booth.hear(welcome())) == [READY]
    assert sent(booth.wait(5)) == []
    booth.tell(ServerLost())
    assert sent(booth.hear(welcome())) == [READY]


def test_the_last_screen_counts_as_cleaning() -> None:
    booth = Booth().ended()
    assert CLEANING in sent(booth.orders)


def test_an_idle_booth_without_a_microphone_cannot_be_used_until_it_returns() -> None:
    booth = Booth().ready()
    assert sent(booth.tell(DeviceSeen(Device.MICROPHONE, works=False))) == [fault("D-02")]
    assert booth.screen() is Screen.FAULT
    assert booth.seen().faulty_since_unix_s == UNIX_S
    booth.tell(Start())
    assert booth.screen() is Screen.FAULT
    assert sent(booth.tell(DeviceSeen(Device.MICROPHONE, works=True))) == [READY]
    assert booth.screen() is Screen.READY


def test_a_missing_camera_leaves_an_idle_booth_in_use_unless_it_is_required() -> None:
    booth = Booth().ready()
    booth.tell(DeviceSeen(Device.CAMERA, works=False))
    assert booth.screen() is Screen.READY


def test_of_two_faults_the_first_code_is_told() -> None:
    booth = Booth().ready()
    booth.tell(DeviceSeen(Device.SPEAKER, works=False))
    assert sent(booth.tell(DeviceSeen(Device.MICROPHONE, works=False))) == [fault("D-02")]


@pytest.mark.parametrize("device", list(Device))
def test_a_device_that_goes_during_a_call_does_not_end_it(device: Device) -> None:
    booth = Booth().in_call(talk=True, listen=True)
    assert sent(booth.tell(DeviceSeen(device, works=False))) == []
    assert booth.screen() is Screen.CALL
    assert booth.seen().faults == {device}


def test_help_at_a_booth_out_of_order_reaches_the_desks() -> None:
    booth = Booth().ready()
    booth.tell(DeviceSeen(Device.MICROPHONE, works=False))
    assert sent(booth.tell(AskForHelp())) == [AskHelp(wanted=True)]
    assert booth.screen() is Screen.FAULT
