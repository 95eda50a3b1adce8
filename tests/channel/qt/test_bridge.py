"""The bridge: newest wins, and one wake-up however much is published."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from channel.qt.bridge import Bridge


def test_many_publications_wake_the_gui_once_and_show_the_newest(qtbot: QtBot) -> None:
    bridge = Bridge(0)
    seen: list[int] = []
    bridge.changed.connect(lambda: seen.append(bridge.snapshot))

    def publish_all() -> None:
        for number in range(1, 1001):
            bridge.publish(number)

    thread = threading.Thread(target=publish_all)
    with qtbot.waitSignal(bridge.changed):
        thread.start()
        thread.join()
    assert seen == [1000]


def test_what_is_published_later_wakes_again(qtbot: QtBot) -> None:
    bridge = Bridge("first")
    assert bridge.snapshot == "first"
    for text in ("second", "third"):
        with qtbot.waitSignal(bridge.changed):
            bridge.publish(text)
        assert bridge.snapshot == text


def test_slots_run_in_the_gui_thread(qtbot: QtBot) -> None:
    bridge = Bridge(0)
    threads: list[threading.Thread] = []
    bridge.changed.connect(lambda: threads.append(threading.current_thread()))
    thread = threading.Thread(target=bridge.publish, args=(1,))
    with qtbot.waitSignal(bridge.changed):
        thread.start()
    thread.join()  # or it might be the last to hold the bridge
    assert threads == [threading.current_thread()]


def test_a_slot_may_publish_itself(qtbot: QtBot) -> None:
    bridge = Bridge(0)

    def count_on() -> None:
        if bridge.snapshot < 5:
            bridge.publish(bridge.snapshot + 1)

    bridge.changed.connect(count_on)
    bridge.publish(1)
    qtbot.waitUntil(lambda: bridge.snapshot == 5)
