from __future__ import annotations

import asyncio
import hashlib

import argon2
import msgspec
import pytest

from channel.wire.ids import BoothId, OfficerId
from channel.wire.messages import BoothHello, ErrorCode
from signaling_server.config import BoothEntry, OfficerEntry
from signaling_server.core.leases import VALID_S, Leases
from signaling_server.runtime.credentials import HASHING_WAITING_MOST, Credentials, NotAdmitted
from tests.helpers.aio import run
from tests.signaling_server.sockets import PASSWORD, booth_hello, branch, desk_hello

HOME, ELSEWHERE = "10.0.0.1", "10.0.0.2"
LEASES = Leases(bytes(32))


def credentials() -> Credentials:
    config = branch()
    return Credentials(config.booths, config.officers, LEASES)


def booth_code(known: Credentials, hello: BoothHello, address: str = HOME, now_s: float = 0.0) -> str:
    try:
        known.check_booth(hello, address, now_s)
    except NotAdmitted as refusal:
        return refusal.code.value
    return "admitted"


def officer_code(
    known: Credentials,
    password: str = PASSWORD,
    officer: str = "sari",
    address: str = HOME,
    now_s: float = 0.0,
) -> str:
    async def check() -> str:
        await known.check_officer(desk_hello(officer, password), address, now_s)
        return "admitted"

    try:
        return run(check())
    except NotAdmitted as refusal:
        return refusal.code.value


def test_the_right_token_is_admitted_and_no_other() -> None:
    known = credentials()
    assert booth_code(known, booth_hello(1)) == "admitted"
    stolen = msgspec.structs.replace(booth_hello(1), booth=BoothId("booth-2"))
    assert booth_code(known, stolen) == ErrorCode.UNAUTHENTICATED
    hashed = hashlib.sha256(booth_hello(1).token.encode()).hexdigest()
    assert booth_code(known, msgspec.structs.replace(booth_hello(1), token=hashed)) == "unauthenticated"


def test_one_booths_wrong_token_does_not_slow_its_neighbours_down() -> None:
    known = credentials()
    wrong = msgspec.structs.replace(booth_hello(1), token="guess")
    assert [booth_code(known, wrong) for _ in range(6)][-1] == ErrorCode.TOO_FREQUENT
    assert booth_code(known, booth_hello(2)) == "admitted"


def test_failed_logins_have_to_wait_longer_and_longer_and_never_for_good() -> None:
    known = credentials()
    now_s, waits = 0.0, []
    for _ in range(12):
        assert officer_code(known, "guess", now_s=now_s) == ErrorCode.UNAUTHENTICATED
        begun_s = now_s
        while officer_code(known, "guess", now_s=now_s) == ErrorCode.TOO_FREQUENT:
            now_s += 0.5
            assert now_s - begun_s < 31
        # The attempt that got through has failed like the others; go on after its own waiting time.
        waits.append(now_s - begun_s)
        now_s += 31
    assert waits[0] == 0
    assert waits[-1] == 30
    assert officer_code(known, now_s=now_s) == "admitted"


def test_strangers_who_guess_elsewhere_do_not_slow_an_officer_down_at_home() -> None:
    known = credentials()
    assert officer_code(known) == "admitted"
    for _ in range(6):
        officer_code(known, "guess", address=ELSEWHERE)
    assert officer_code(known, address=ELSEWHERE) == ErrorCode.TOO_FREQUENT
    assert officer_code(known, address="10.0.0.3") == ErrorCode.TOO_FREQUENT
    assert officer_code(known) == "admitted"


def test_a_login_that_succeeds_forgets_the_failures() -> None:
    known = credentials()
    for _ in range(3):
        officer_code(known, "guess")
        officer_code(known, "guess")
        assert officer_code(known) == "admitted"


def test_a_session_ends_after_twelve_hours_or_with_the_password() -> None:
    config = branch()
    known = credentials()
    session = run(known.check_officer(desk_hello(), HOME, 0.0))
    other = msgspec.structs.replace(
        config.officers[0],
        password_argon2=argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD),
    )
    changed = Credentials(config.booths, (other,), LEASES)
    budi = desk_hello("budi", session=session)
    assert run(known.check_officer(desk_hello(session=session), HOME, VALID_S - 1)) == session
    for credential, hello, now_s in (
        (known, desk_hello(session=session), VALID_S + 1),
        (known, budi, 0.0),
        (changed, desk_hello(session=session), 0.0),
        (known, desk_hello(session=session + "x"), 0.0),
    ):
        with pytest.raises(NotAdmitted, match="log in with the password"):
            run(credential.check_officer(hello, HOME, now_s))


def test_more_logins_at_once_than_can_wait_are_refused_and_the_loop_stays_free() -> None:
    slow = argon2.PasswordHasher(time_cost=2, memory_cost=65536, parallelism=1).hash(PASSWORD)
    officer = OfficerEntry(id=OfficerId("sari"), name="Sari", password_argon2=slow)
    booth = BoothEntry(id=BoothId("booth-1"), number=1, token_sha256="0" * 64)
    known = Credentials((booth,), (officer,), LEASES)

    async def scene() -> tuple[list[object], int]:
        places = range(HASHING_WAITING_MOST + 4)
        attempts = [known.check_officer(desk_hello("sari"), f"10.0.1.{n}", 0.0) for n in places]
        gathered = asyncio.gather(*attempts, return_exceptions=True)
        turns = 0
        while not gathered.done():
            await asyncio.sleep(0)
            turns += 1
        return list(await gathered), turns

    outcomes, turns = run(scene(), 60)
    refused = [outcome.code for outcome in outcomes if isinstance(outcome, NotAdmitted)]
    assert refused == [ErrorCode.TOO_FREQUENT] * 4
    assert turns > len(outcomes), "the loop went on turning meanwhile"
    known.close()


def test_an_unknown_officer_costs_the_server_as_much_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    known = credentials()
    verified: list[str] = []
    verify = argon2.PasswordHasher.verify

    def noting(self: argon2.PasswordHasher, hash: str, password: str) -> bool:
        verified.append(hash.rsplit("$", 2)[0])
        return bool(verify(self, hash, password))

    monkeypatch.setattr(argon2.PasswordHasher, "verify", noting)
    assert officer_code(known, "guess") == ErrorCode.UNAUTHENTICATED
    assert officer_code(known, "guess", officer="nobody") == ErrorCode.UNAUTHENTICATED
    assert len(verified) == 2
    assert verified[0] == verified[1], "the same parameters"
