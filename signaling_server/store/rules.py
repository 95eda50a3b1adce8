"""Rules that were applied to cases, each by its version: a case goes on under the rule that it began under.

Responsible for: keeping them, whatever becomes of the branch's claim files. Not for: which rule is applied
(``core.papers``). Nothing personal is in a rule, so that it outlives the cases.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select

from channel.rules.claims import Rule
from signaling_server.store.tables import RULES


def keep(connection: Connection, rule: Rule) -> str:
    """Its version, by which ``kept`` finds it. In a writing transaction."""
    if kept(connection, rule.version) is None:
        connection.execute(RULES.insert().values(version=rule.version, content=msgspec.json.encode(rule)))
    return rule.version


def kept(connection: Connection, version: str) -> Rule | None:
    """None: no such rule was ever applied."""
    known = select(RULES.c.content).where(RULES.c.version == version)
    content = connection.execute(known).scalar_one_or_none()
    return None if content is None else msgspec.json.decode(content, type=Rule)
