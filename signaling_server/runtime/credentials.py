"""Who may come in: device tokens of booths, passwords and sessions of officers.

Responsible for: checking a hello's credentials without telling by time or words which part was wrong, and
slowing down those who guess. Not for: what a client may do afterwards (``core.hub``).
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import argon2

from channel.wire.documents import BoothDocumentsHello
from channel.wire.ids import OfficerId
from channel.wire.messages import BoothHello, DeskHello, ErrorCode
from signaling_server.config import NOBODYS_PASSWORD, BoothEntry, OfficerEntry
from signaling_server.core.leases import Leases
from signaling_server.core.limits import LoginBrake

_log = logging.getLogger(__name__)

HASHING_THREADS = 2
"""Each verification takes some 150 ms of one core and 64 MiB."""
HASHING_WAITING_MOST = 16


class NotAdmitted(Exception):
    """The credentials are wrong, or it is too soon to try again. ``text`` says no more than that."""

    def __init__(self, code: ErrorCode, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


class Credentials:
    """The branch's booths and officers. Loop thread only; passwords are checked in threads of its own."""

    def __init__(
        self, booths: Sequence[BoothEntry], officers: Sequence[OfficerEntry], leases: Leases
    ) -> None:
        self._tokens = {booth.id: booth.token_sha256 for booth in booths}
        self._passwords = {officer.id: officer.password_argon2 for officer in officers}
        self._no_token = secrets.token_hex(32)
        self._no_password = _like(next(iter(self._passwords.values()), NOBODYS_PASSWORD))
        self._leases = leases
        self._brake = LoginBrake()
        self._hasher = argon2.PasswordHasher()
        self._threads = ThreadPoolExecutor(HASHING_THREADS, thread_name_prefix="argon2")
        self._hashing = 0
        self._seen: set[tuple[OfficerId, str]] = set()
        """Where officers have logged in before: strangers who guess elsewhere do not slow them down there."""

    def close(self) -> None:
        """Lets running verifications end and drops those that wait."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def check_booth(self, hello: BoothHello | BoothDocumentsHello, address: str, now_s: float) -> None:
        """Raises ``NotAdmitted``."""
        # A token cannot be guessed; this only spares the log. One booth's mistake is not its neighbours'.
        keys = (f"booth {hello.booth} at {address}",)
        self._check_brake(keys, now_s)
        token = hashlib.sha256(hello.token.encode()).hexdigest()
        known = self._tokens.get(hello.booth)
        # Compared with something in every case, so that the time tells nothing about which booths there are.
        if not hmac.compare_digest(token, known or self._no_token) or known is None:
            self._fail(keys, now_s)
            raise NotAdmitted(ErrorCode.UNAUTHENTICATED, "this booth and token are not known here")

    async def check_officer(self, hello: DeskHello, address: str, now_s: float) -> str:
        """The session that replaces the password from now on. Raises ``NotAdmitted``."""
        if hello.session:
            self.check_session(hello.officer, hello.session, now_s)
            return hello.session
        known = self._passwords.get(hello.officer)
        keys = (f"officers at {address}", f"officer {hello.officer}")
        self._check_brake(keys[:1] if (hello.officer, address) in self._seen else keys, now_s)
        right = await self._verify(known or self._no_password, hello.password)
        if not right or known is None:
            self._fail(keys, now_s)
            raise NotAdmitted(ErrorCode.UNAUTHENTICATED, "this login and password are not known here")
        for key in keys:
            self._brake.succeed(key)
        self._seen.add((hello.officer, address))
        return self._leases.issue_session(hello.officer, _mark(known), now_s)

    def check_session(self, officer: OfficerId, session: str, now_s: float) -> None:
        """A session that an earlier login was given. Raises ``NotAdmitted``."""
        known = self._passwords.get(officer)
        mark = _mark(known) if known is not None else ""
        if known is None or not self._leases.session_holds(session, officer, mark, now_s):
            raise NotAdmitted(ErrorCode.UNAUTHENTICATED, "the session has ended: log in with the password")

    async def _verify(self, known: str, password: str) -> bool:
        if self._hashing >= HASHING_WAITING_MOST:
            raise NotAdmitted(ErrorCode.TOO_FREQUENT, "too many logins at this moment: try again")
        self._hashing += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, self._matches, known, password)
        finally:
            self._hashing -= 1

    def _matches(self, known: str, password: str) -> bool:
        try:
            return self._hasher.verify(known, password)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False

    def _check_brake(self, keys: Sequence[str], now_s: float) -> None:
        wait_s = max(self._brake.wait_s(key, now_s) for key in keys)
        if wait_s > 0:
            text = f"too many failed logins: try again in {wait_s:.0f} s"
            raise NotAdmitted(ErrorCode.TOO_FREQUENT, text)

    def _fail(self, keys: Sequence[str], now_s: float) -> None:
        for key in keys:
            self._brake.fail(key, now_s)


def _mark(password_argon2: str) -> str:
    """Changes with the password, and tells nothing about it."""
    return hashlib.sha256(password_argon2.encode()).hexdigest()[:16]


def _like(password_argon2: str) -> str:
    """A hash that costs as much to verify as this one and that no password fits."""
    head, _, digest = password_argon2.rpartition("$")
    return f"{head}${base64.b64encode(secrets.token_bytes(len(digest) * 3 // 4)).decode().rstrip('=')}"
