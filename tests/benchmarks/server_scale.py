"""How many booths one server bears: ``python -m tests.benchmarks.server_scale --booths 2000 --json FILE``.

Responsible for: the course, the figures of the real ``bilik-server`` process, table and JSON. Not for: those
who connect (``server_crowd``), which are the product's own signaling clients in two processes more: a crowd,
and the few that are served, on whose clock a message is timed from being said to being heard, so that the
crowd's own work is not in it.

The course, with TLS as a branch has it and without: the crowd joins; booths and desks that are served join,
channels are opened; everybody is left alone for a while; desks offer and booths answer; the crowd leaves and
joins again, with all desks being shown every change.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil

from signaling_server.init import TOKEN_BYTES, booth_table, make_password, officer_table
from tests.benchmarks.child import Child
from tests.benchmarks.server_crowd import CAPACITY, Door, TooFewFiles, crowd, raise_file_limit
from tests.helpers.branch import Branch

BOOTHS_LEAST = 20
DESKS_MOST = 10
SERVED_MOST = 1 / 3
"""Of all booths."""
SETTLE_S = 3.0


@dataclass(frozen=True)
class Row:
    """One server, with so many booths, and desks with six channels each.

    ``joins_per_s``: new connections until welcome, while no desk is there; ``join_cpu_ms``: what each took of
    the server's processor time (on two processors the clients take as much again);
    ``joins_per_s_while_desks_watch``: the crowd once more; ``relay_*``: from a message's being said to its
    being heard behind the server, ``relays`` of them; ``memory_kib_per_booth``: growth of the server's
    resident memory; ``idle_cpu_cores``: of the server while nobody says anything but keep-alives;
    ``losses``: connections that were lost or refused, and made again.
    """

    tls: bool
    booths: int
    desks: int
    joins_per_s: float
    join_cpu_ms: float
    joins_per_s_while_desks_watch: float
    relays: int
    relay_p50_ms: float
    relay_p99_ms: float
    memory_kib_per_booth: float
    idle_cpu_cores: float
    losses: int


def scale(booths: int, seconds: float, *, tls: bool) -> Row:
    """``seconds``: of rest, and of talk. Raises ``TooFewFiles`` and ``ChildGone``."""
    raise_file_limit(booths)  # as each process does for itself: told before anything is started
    with TemporaryDirectory(prefix="branch-") as folder:
        return asyncio.run(_Course(Path(folder), booths, tls=tls).run(seconds))


class _Course:
    """One server from start to end."""

    def __init__(self, folder: Path, booths: int, *, tls: bool) -> None:
        self._tls = tls
        self._booths = booths
        self._desks = max(1, min(DESKS_MOST, int(booths * SERVED_MOST) // CAPACITY))
        self._branch = Branch.make(folder, booths=1)
        self._tokens = {number: secrets.token_urlsafe(TOKEN_BYTES) for number in range(2, booths + 2)}
        self._passwords = {f"officer-{number}": make_password() for number in range(1, self._desks + 1)}
        self._settle_branch()

    def _settle_branch(self) -> None:
        """All booths and desks into the server's settings; TLS out of them if need be."""
        files = self._branch.files
        lines = files.server_config.read_text().splitlines()
        if not self._tls:
            lines = [line for line in lines if not line.startswith(("certificate", "key"))]
            self._branch.files = replace(files, url=files.url.replace("wss:", "ws:"))
        lines += [booth_table(f"booth-{number}", number, token) for number, token in self._tokens.items()]
        lines += [officer_table(name, name, password) for name, password in self._passwords.items()]
        files.server_config.write_text("\n".join(lines))

    async def run(self, seconds: float) -> Row:
        served = CAPACITY * self._desks
        tokens = list(self._tokens.items())
        door = Door(self._branch.url, self._branch.files.authority)
        with self._branch.server() as program:
            server = psutil.Process(program.process.pid)
            few = await Child.start(crowd, door, dict(tokens[:served]), self._passwords)
            many = await Child.start(crowd, door, dict(tokens[served:]), {})
            try:
                return await self._measure(server, few, many, seconds)
            finally:
                await asyncio.gather(few.close(), many.close())

    async def _measure(self, server: psutil.Process, few: Child, many: Child, seconds: float) -> Row:
        crowded = self._booths - CAPACITY * self._desks
        await many.ask("losses")  # it is there, with all its clients made
        memory, used_s = server.memory_info().rss, _cpu_s(server)
        joined_s = await many.ask("join")
        join_cpu_s = _cpu_s(server) - used_s
        await asyncio.sleep(SETTLE_S)
        memory = server.memory_info().rss - memory
        await few.ask("join")
        await few.ask("open channels")
        await asyncio.sleep(SETTLE_S)
        idle_cores = await _cores(server, seconds)
        delays_ms = np.array(await few.ask("talk", seconds))
        losses = await many.ask("losses")
        await many.ask("leave")
        rejoined_s = await many.ask("join")
        losses += await few.ask("losses")
        return Row(
            tls=self._tls,
            booths=self._booths,
            desks=self._desks,
            joins_per_s=round(crowded / joined_s, 1),
            join_cpu_ms=round(1000 * join_cpu_s / crowded, 3),
            joins_per_s_while_desks_watch=round(crowded / rejoined_s, 1),
            relays=len(delays_ms),
            relay_p50_ms=round(float(np.percentile(delays_ms, 50)), 2),
            relay_p99_ms=round(float(np.percentile(delays_ms, 99)), 2),
            memory_kib_per_booth=round(memory / 1024 / crowded, 1),
            idle_cpu_cores=round(idle_cores, 4),
            losses=losses,
        )


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def _cores(process: psutil.Process, seconds: float) -> float:
    used_s, from_s = _cpu_s(process), time.monotonic()
    await asyncio.sleep(seconds)
    return (_cpu_s(process) - used_s) / (time.monotonic() - from_s)


def table(rows: Sequence[Row]) -> str:
    """One line for each figure, one column for each row."""
    heads = ["TLS" if row.tls else "no TLS" for row in rows]
    lines = [f"{rows[0].booths} booths".ljust(32) + "".join(f"{head:>12}" for head in heads)]
    lines += [
        field.name.ljust(32) + "".join(f"{getattr(row, field.name):>12}" for row in rows)
        for field in fields(Row)[2:]
    ]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """0 when everything was measured, 1 when the system does not let a process have so many connections."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.server_scale", description=__doc__)
    parser.add_argument("--booths", type=int, default=2000, metavar="N", help="at least 20; default 2000")
    parser.add_argument("--seconds", type=float, default=30.0, help="of rest, and of talk; default 30")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows here")
    options = parser.parse_args(argv)
    if options.booths < BOOTHS_LEAST:
        parser.error(f"--booths: at least {BOOTHS_LEAST}")
    try:
        rows = [scale(options.booths, options.seconds, tls=tls) for tls in (True, False)]
    except TooFewFiles as reason:
        print(reason, file=sys.stderr)
        return 1
    print(table(rows))
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
