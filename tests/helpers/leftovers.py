"""What a test may leave behind: threads, tasks, sockets and child processes.

Responsible for: seeing them, and waiting for those that are about to go. Sockets are those that the kernel
knows, so that one without a Python object counts too. Not for: threads that libraries start by themselves.
"""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil


@dataclass(frozen=True)
class Leftovers:
    """A look at the process, by identity and name."""

    threads: frozenset[tuple[int, str]]
    tasks: frozenset[tuple[int, str]]
    sockets: frozenset[tuple[int, str]]
    children: frozenset[tuple[int, str]]

    @classmethod
    def now(cls) -> Self:
        gc.collect()
        return cls(
            threads=frozenset((id(one), f"thread {one.name}") for one in threading.enumerate()),
            tasks=frozenset(_pending_tasks()),
            sockets=frozenset(_open_sockets()),
            children=frozenset(_running_children()),
        )

    def complaint(self, within_s: float) -> str | None:
        """Wait until nothing is left that was not there before; None then, else a sentence that names it."""
        deadline_s = time.monotonic() + within_s
        while left := self._since():
            if time.monotonic() > deadline_s:
                return "left behind: " + ", ".join(left)
            threading.Event().wait(0.05)
        return None

    def _since(self) -> list[str]:
        now = Leftovers.now()
        new = (
            (now.threads - self.threads)
            | (now.tasks - self.tasks)
            | (now.sockets - self.sockets)
            | (now.children - self.children)
        )
        return sorted(name for _, name in new)


def _pending_tasks() -> list[tuple[int, str]]:
    tasks = [one for one in gc.get_objects() if issubclass(type(one), asyncio.Task)]
    return [(id(task), f"task {task.get_name()}") for task in tasks if not task.done()]


def _open_sockets() -> list[tuple[int, str]]:
    sockets = []
    for entry in Path("/proc/self/fd").iterdir():
        try:
            target = os.readlink(entry)
        except FileNotFoundError:  # the descriptor by which we read the folder
            continue
        if target.startswith("socket:"):
            sockets.append((int(target[8:-1]), f"{target} (descriptor {entry.name})"))
    return sockets


def _running_children() -> list[tuple[int, str]]:
    children = []
    for child in psutil.Process().children(recursive=True):
        try:
            if child.status() != psutil.STATUS_ZOMBIE:
                children.append((child.pid, f"child process {child.name()}"))
        except psutil.NoSuchProcess:
            continue
    return children
