"""Logging in, and what the window says while the server is away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from channel.wire.ids import OfficerId
from cso_console.core.intents import LogIn
from cso_console.core.snapshot import Connection, DeskSnapshot
from tests.cso_console.views.builders import six
from tests.cso_console.views.conftest import Console


def field(console: Console, name: str) -> QLineEdit:
    found = console.part(name)
    assert isinstance(found, QLineEdit)
    return found


def fill(console: Console) -> None:
    QTest.keyClicks(field(console, "login_officer"), "Sari.w ")
    QTest.keyClicks(field(console, "login_password"), "rahasia 1")


def test_a_click_logs_in(console: Console) -> None:
    console.show(DeskSnapshot())
    fill(console)
    QTest.mouseClick(console.part("login_button"), Qt.MouseButton.LeftButton)
    assert console.took() == [LogIn(OfficerId("sari.w"), "rahasia 1")]


def test_the_cursor_stands_where_something_is_missing(console: Console) -> None:
    field(console, "login_officer").setText("sari")
    console.show(DeskSnapshot())
    assert console.window.focusWidget() is console.part("login_password")


def test_enter_logs_in(console: Console) -> None:
    console.show(DeskSnapshot())
    fill(console)
    QTest.keyClick(field(console, "login_password"), Qt.Key.Key_Return)
    assert console.took() == [LogIn(OfficerId("sari.w"), "rahasia 1")]


def test_the_password_is_not_shown(console: Console) -> None:
    assert field(console, "login_password").echoMode() is QLineEdit.EchoMode.Password


def test_without_a_name_or_password_nothing_is_asked(console: Console) -> None:
    console.show(DeskSnapshot())
    QTest.keyClicks(field(console, "login_officer"), "sari")
    QTest.mouseClick(console.part("login_button"), Qt.MouseButton.LeftButton)
    QTest.keyClick(field(console, "login_password"), Qt.Key.Key_Return)
    assert console.took() == []


def test_while_connecting_it_says_so_and_asks_nothing_again(console: Console) -> None:
    console.show(DeskSnapshot())
    fill(console)
    console.window.render(DeskSnapshot(connection=Connection.CONNECTING))
    assert console.part("login_button").property("text") == "Menyambung…"
    QTest.mouseClick(console.part("login_button"), Qt.MouseButton.LeftButton)
    assert console.took() == []


def test_a_refusal_keeps_the_name_and_wipes_the_password(console: Console) -> None:
    console.show(DeskSnapshot())
    fill(console)
    console.window.render(DeskSnapshot(connection=Connection.CONNECTING))
    console.window.render(DeskSnapshot(connection_text="The password does not match."))
    assert field(console, "login_password").text() == ""
    assert field(console, "login_officer").text() == "Sari.w "
    assert console.part("login_problem").isVisible()


def test_logged_in_the_password_is_wiped_and_the_keys_are_free(console: Console) -> None:
    console.show(DeskSnapshot())
    fill(console)
    console.show(six())
    assert field(console, "login_password").text() == ""
    assert not console.part("login_screen").isVisible()
    assert not field(console, "login_password").hasFocus()


def test_a_replaced_desk_says_why_and_can_log_in_again(console: Console) -> None:
    console.show(
        DeskSnapshot(connection=Connection.REPLACED, connection_text="Replaced by a second connection.")
    )
    assert console.part("login_problem").property("accessibleName").startswith("Anda masuk di meja lain")
    fill(console)
    QTest.mouseClick(console.part("login_button"), Qt.MouseButton.LeftButton)
    assert console.took() == [LogIn(OfficerId("sari.w"), "rahasia 1")]


@pytest.mark.parametrize("connection", [Connection.OFFLINE, Connection.CONNECTING])
def test_a_lost_server_is_said_below_and_covers_no_lamp(console: Console, connection: Connection) -> None:
    console.show(six(connection=connection))
    banner = console.part("connection_banner")
    assert banner.isVisible()
    assert not console.part("login_screen").isVisible()
    for part in (console.window.lamps, console.window.stage):
        assert not banner.geometry().intersects(part.geometry())
    console.show(six())
    assert not banner.isVisible()


def test_tab_stays_in_the_dialog_that_asks(console: Console) -> None:
    console.show(six())
    QTest.mouseClick(console.part("end_service"), Qt.MouseButton.LeftButton)
    dialog = console.part("end_dialog")
    for _ in range(5):
        console.window.focusNextPrevChild(True)
        focused = console.window.focusWidget()
        assert focused is not None
        assert dialog.isAncestorOf(focused)
