"""The names by which programs speak of one another on the wire.

Responsible for: one NewType per kind of name, so that a type checker refuses a booth where a visit is meant.
Not for: making them (the server does) or checking their form (``codec``).
"""

from __future__ import annotations

from typing import NewType

BoothId = NewType("BoothId", str)
"""A booth's stable name in the branch's configuration, e.g. ``"booth-2"``; 1 to 64 of ``a-z 0-9 -``."""

OfficerId = NewType("OfficerId", str)
"""An officer's login; 1 to 64 of ``a-z 0-9 . -``."""

VisitId = NewType("VisitId", str)
"""One participant's stay; 22 random characters, made by the server, meaningless to people."""

ChannelId = NewType("ChannelId", str)
"""The private link between one booth and one desk; 22 random characters, made by the server."""

DocumentId = NewType("DocumentId", str)
"""One document; 16 random bytes in 22 characters of base64url, made by the booth."""

RequestId = NewType("RequestId", str)
"""What a desk wants recorded, once however often it is said; formed as a ``DocumentId``, made by the desk."""

Epoch = NewType("Epoch", int)
"""Counts the peer connections that have carried a channel, from 1; only the desk counts it up."""
