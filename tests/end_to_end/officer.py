"""An officer without a window: the console's real runtime, for tests that look at a booth.

Responsible for: logging in, asking, and remembering what is shown. Not for: the officer's own screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from channel.settings import files
from channel.wire.ids import OfficerId
from cso_console.config import ConsoleConfig
from cso_console.core.casework import CaseView, PaperRow
from cso_console.core.intents import Intent, LogIn
from cso_console.core.snapshot import DeskSnapshot, Tile
from cso_console.runtime.desk_runtime import DeskRuntime
from tests.helpers.branch import Branch


class Officer:
    """Attribute ``snapshot``: what is shown now."""

    def __init__(self, branch: Branch) -> None:
        config = files.load(ConsoleConfig, branch.console_settings())
        picture = msgspec.structs.replace(config.picture, width=320, height=180, fps=8)
        self.snapshot = DeskSnapshot()
        self.runtime = DeskRuntime(msgspec.structs.replace(config, picture=picture), self._show)
        self._password = branch.files.officer_password_file.read_text().strip()

    def start(self) -> None:
        self.runtime.start()
        self.do(LogIn(OfficerId("sari"), self._password))

    def _show(self, snapshot: DeskSnapshot) -> None:
        self.snapshot = snapshot

    def do(self, *intents: Intent) -> None:
        for intent in intents:
            self.runtime.intend(intent)

    @property
    def tile(self) -> Tile:
        return self.snapshot.tiles[0]

    @property
    def case(self) -> CaseView:
        case = self.snapshot.case
        assert case is not None
        return case

    def row(self, item: str) -> PaperRow:
        return next(row for row in self.case.rows if row.item == item)


@contextmanager
def officer_at(branch: Branch) -> Iterator[Officer]:
    officer = Officer(branch)
    officer.start()
    try:
        yield officer
    finally:
        officer.runtime.stop()
