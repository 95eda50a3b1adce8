"""Signed slips that clients keep for the server, so that it needs no database to find its way back.

Responsible for: leases (what a booth or a desk holds) and sessions (an officer who has logged in): making
them, checking signature and age. Not for: what is done with them (``arrivals``), nor keeping the key.

A slip can be read by whoever holds it, but not changed; a slip of one kind is worthless as another.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from enum import StrEnum
from typing import TypeVar

import msgspec
from itsdangerous import BadSignature, Signer

from channel.wire.ids import BoothId, ChannelId, OfficerId, VisitId

VALID_S = 12 * 3600.0
KEY_BYTES = 32

_Slip = TypeVar("_Slip", bound=msgspec.Struct)


class Holder(StrEnum):
    """Who was given a lease."""

    BOOTH = "booth"
    DESK = "desk"


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """A visit as its booth or its desk holds it. Without ``channel`` it waits."""

    visit: VisitId
    booth: BoothId
    language: str
    consent: bool
    queued_at: float
    issued_at: float
    first: bool = False
    channel: ChannelId = ChannelId("")
    officer: OfficerId = OfficerId("")
    started_at: float = 0.0
    help_since: float = 0.0


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """An officer's login. ``mark`` changes with the password, which ends older sessions."""

    officer: OfficerId
    mark: str
    issued_at: float


class LeaseError(Exception):
    """Not a slip of ours for this holder, or too old; the text says which, and nothing of its content."""


class Leases:
    """Makes and checks slips with one key of ``KEY_BYTES`` random bytes."""

    def __init__(self, key: bytes) -> None:
        self._signers = {
            kind: Signer(key, salt=f"bilik {kind}", key_derivation="hmac", digest_method=hashlib.sha256)
            for kind in (*Holder, "session")
        }

    def issue(self, holder: Holder, lease: Lease) -> str:
        return self._seal(holder, lease)

    def read(self, holder: Holder, slip: str, now_s: float, valid_s: float = VALID_S) -> Lease:
        """Raises ``LeaseError``. ``valid_s``: how old it may be."""
        lease = self._open(holder, slip, Lease)
        _check_age(lease.issued_at, now_s, valid_s)
        return lease

    def issue_session(self, officer: OfficerId, mark: str, now_s: float) -> str:
        return self._seal("session", Session(officer=officer, mark=mark, issued_at=now_s))

    def session_holds(self, slip: str, officer: OfficerId, mark: str, now_s: float) -> bool:
        """True for a session of this officer that is young enough and made with the present password."""
        try:
            session = self._open("session", slip, Session)
            _check_age(session.issued_at, now_s, VALID_S)
        except LeaseError:
            return False
        return session.officer == officer and session.mark == mark

    def _seal(self, kind: str, slip: msgspec.Struct) -> str:
        return self._signers[kind].sign(base64.urlsafe_b64encode(msgspec.json.encode(slip))).decode()

    def _open(self, kind: str, slip: str, struct: type[_Slip]) -> _Slip:
        try:
            content = self._signers[kind].unsign(slip)
            return msgspec.json.decode(base64.urlsafe_b64decode(content), type=struct)
        except BadSignature:
            raise LeaseError("the signature is not this server's") from None
        except (msgspec.MsgspecError, binascii.Error):
            raise LeaseError("it is of another version") from None


def _check_age(issued_at: float, now_s: float, valid_s: float) -> None:
    # In both directions: a clock that was set right meanwhile is no reason to forget people.
    if abs(now_s - issued_at) > valid_s:
        raise LeaseError(f"it is older than {valid_s / 3600:.0f} h")
