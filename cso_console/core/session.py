"""The officer's login and the desk's connection with the server.

Responsible for: who has logged in, by which session the desk comes back, and the server's clock. Not for: the
channels, which go on without a connection.
"""

from __future__ import annotations

from channel.settings.version import VERSION
from channel.wire.documents import DeskDocumentsHello
from channel.wire.ids import OfficerId
from channel.wire.messages import PROTOCOL_VERSION, DeskHello, DeskWelcome
from cso_console.config import ConsoleConfig
from cso_console.core.snapshot import Connection


class Session:
    """Written by ``Desk`` alone; public attributes are what it shows."""

    def __init__(self, config: ConsoleConfig) -> None:
        self.connection = Connection.LOGIN
        self.text = ""
        self.officer_name = ""
        self.branch = config.branch
        self.accepting = True
        self._capacity = config.capacity
        self._officer = OfficerId(config.officer.id)
        self._password = ""
        self._session = ""
        self._unix_offset_s = 0.0
        """Unix seconds of the server minus monotonic seconds."""

    @property
    def is_known(self) -> bool:
        """Somebody has said who they are, and the server has agreed."""
        return bool(self._session)

    def hello(self, leases: tuple[str, ...]) -> DeskHello:
        """What opens each connection with the server."""
        return DeskHello(
            protocol=PROTOCOL_VERSION,
            officer=self._officer,
            software=VERSION,
            capacity=self._capacity,
            password=self._password,
            session=self._session,
            accepting=self.accepting,
            leases=leases,
        )

    def cases_hello(self) -> DeskDocumentsHello:
        """The same of the connection for cases."""
        return DeskDocumentsHello(
            protocol=PROTOCOL_VERSION, officer=self._officer, session=self._session, software=VERSION
        )

    def log_in(self, officer: OfficerId, password: str) -> bool:
        """False: the login does not stand there now."""
        if self.connection not in (Connection.LOGIN, Connection.REPLACED):
            return False
        self._officer, self._password = officer, password
        self.connection, self.text = Connection.CONNECTING, ""
        return True

    def welcomed(self, message: DeskWelcome, now_s: float) -> None:
        self.connection, self.text = Connection.ONLINE, ""
        self._session, self._password = message.session, ""
        self.officer_name, self.branch = message.officer_name, message.branch or self.branch
        self._unix_offset_s = message.now - now_s

    def lost(self, text: str) -> None:
        """Once online, the reason is IT's and in the log; the officer need only know that talks go on."""
        self.connection = Connection.OFFLINE if self._session else Connection.CONNECTING
        self.text = "" if self._session else text

    def rejected(self, text: str, replaced: bool) -> None:
        self._session = self._password = ""
        self.connection = Connection.REPLACED if replaced else Connection.LOGIN
        self.text = text

    def unix_s(self, now_s: float) -> float:
        """Now by the server's clock."""
        return now_s + self._unix_offset_s

    def monotonic_s(self, unix_s: float, now_s: float) -> float:
        """A time of the server's on this machine's clock; never in the future."""
        return min(unix_s - self._unix_offset_s, now_s)
