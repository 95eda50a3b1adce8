"""Links in the QR codes of family cards and certificates: whether they lead to the civil registry.

Responsible for: the host of a link, strictly, and the list of hosts that count. Not for: opening a link.
Nobody does: a forged paper can carry a link to a forged page, and "it showed a green tick" would be believed.

A link counts only as ``https://HOST/…`` with HOST on the list or below an entry of it. What browsers forgive
(user names, ports, trailing dots, backslashes, percent signs or letters of other scripts in the host) makes a
link not count, because that is how a host is made to look like another. Hosts are compared label by label
as in RFC 1123; RFC 3986 says where a host begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

USUAL_HOSTS: Final = ("dukcapil.kemendagri.go.id",)
"""The Directorate General of Population and Civil Registration; a branch may list others."""

LONGEST: Final = 2048
_LABEL: Final = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(\.{_LABEL})+")
_SHOWN: Final = 100
_SHARED: Final = frozenset(
    f"{label}.id"
    for label in ("ac", "biz", "co", "desa", "go", "mil", "my", "net", "or", "ponpes", "sch", "web")
)
"""Second levels of Indonesia under which anybody of that kind has names: too wide for an entry."""


class LinkVerdict(StrEnum):
    LISTED = "listed"
    NOT_LISTED = "not_listed"
    NOT_HTTPS = "not_https"
    DISGUISED = "disguised"
    """Written so that its host could be taken for another."""
    NO_LINK = "no_link"


@dataclass(frozen=True)
class RegistryLink:
    """``host``: for the officer to read, in ASCII, at most 100 characters; empty when there is none.

    The rest of the link is not kept here: it may name a person.
    """

    verdict: LinkVerdict
    host: str

    @property
    def counts(self) -> bool:
        return self.verdict is LinkVerdict.LISTED


class RegistryHosts:
    """The hosts that count, each with everything below it. Raises ``ValueError`` for what cannot be one."""

    def __init__(self, hosts: Sequence[str] = USUAL_HOSTS) -> None:
        for host in hosts:
            if not _HOST.fullmatch(host) or _is_address(host):
                raise ValueError(f"{host!r} is not a host such as {USUAL_HOSTS[0]}, in small letters.")
            if host in _SHARED:
                raise ValueError(f"{host!r} is shared by strangers; list the registry's own name.")
        self._hosts = tuple(hosts)

    def judge(self, text: str) -> RegistryLink:
        """What a QR code held. Never raises, and never opens anything."""
        link = re.match(r"([a-z][a-z0-9+.-]*)://([^/?#]*)", text[:LONGEST], re.IGNORECASE)
        if link is None:
            return RegistryLink(LinkVerdict.NO_LINK, "")
        scheme, authority = link[1].lower(), link[2]
        # What a browser would go to is behind the last @ and before a backslash.
        host = re.split(r"[\\]", authority)[0].rpartition("@")[2].lower()
        plain = re.fullmatch("[!-~]*", text) is not None and "\\" not in text and len(text) <= LONGEST
        if not plain or host != authority.lower() or not _HOST.fullmatch(host) or _has_foreign_label(host):
            return RegistryLink(LinkVerdict.DISGUISED, _shown(host))
        if scheme != "https":
            return RegistryLink(LinkVerdict.NOT_HTTPS, _shown(host))
        listed = any(host == entry or host.endswith(f".{entry}") for entry in self._hosts)
        return RegistryLink(LinkVerdict.LISTED if listed else LinkVerdict.NOT_LISTED, _shown(host))


def _has_foreign_label(host: str) -> bool:
    """Whether a label stands for letters of another script (Punycode, RFC 3492)."""
    return any(label.startswith("xn--") for label in host.split("."))


def _is_address(host: str) -> bool:
    """A last label of digits makes a browser read the whole as an IPv4 address (WHATWG URL, 3.5)."""
    return re.fullmatch("[0-9]+|0x[0-9a-f]*", host.rpartition(".")[2]) is not None


def _shown(host: str) -> str:
    """Characters that could hide or turn others are written as escapes."""
    escaped = host.encode("ascii", "backslashreplace").decode("ascii")
    return re.sub("[^!-~]", "?", escaped)[:_SHOWN]
