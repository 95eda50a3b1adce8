"""What the operating system grants this process.

Responsible for: as many connections as the system allows. Not for: limits on peers (``core.limits``).
"""

from __future__ import annotations

import resource


def raise_file_limit() -> None:
    """A connection is a file descriptor, and the usual 1024 are fewer than a flood of strangers brings."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
