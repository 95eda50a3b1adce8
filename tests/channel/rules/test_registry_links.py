"""Which links lead to the civil registry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.rules.registry_links import LinkVerdict, RegistryHosts

HOSTS = RegistryHosts(["dukcapil.kemendagri.go.id"])


@pytest.mark.parametrize(
    "link",
    [
        "https://dukcapil.kemendagri.go.id",
        "https://dukcapil.kemendagri.go.id/x?y#z",
        "https://layananonline.dukcapil.kemendagri.go.id/Terpusat/Pindai",
        "HTTPS://Dukcapil.Kemendagri.GO.ID/",
        "https://dukcapil.kemendagri.go.id?code=a@b.example:443/",
    ],
)
def test_the_host_itself_and_what_is_below_it_count(link: str) -> None:
    judged = HOSTS.judge(link)
    assert judged.counts
    assert judged.host.endswith("dukcapil.kemendagri.go.id")


@pytest.mark.parametrize(
    ("link", "verdict", "host"),
    [
        ("http://dukcapil.kemendagri.go.id/", LinkVerdict.NOT_HTTPS, "dukcapil.kemendagri.go.id"),
        ("ftp://dukcapil.kemendagri.go.id/", LinkVerdict.NOT_HTTPS, "dukcapil.kemendagri.go.id"),
        ("https://kemendagri.go.id/", LinkVerdict.NOT_LISTED, "kemendagri.go.id"),
        ("https://xdukcapil.kemendagri.go.id/", LinkVerdict.NOT_LISTED, "xdukcapil.kemendagri.go.id"),
        (
            "https://dukcapil.kemendagri.go.id.evil.example/",
            LinkVerdict.NOT_LISTED,
            "dukcapil.kemendagri.go.id.evil.example",
        ),
        ("https://dukcapil-kemendagri.go.id/", LinkVerdict.NOT_LISTED, "dukcapil-kemendagri.go.id"),
        ("https://evil.example/dukcapil.kemendagri.go.id", LinkVerdict.NOT_LISTED, "evil.example"),
        ("https://evil.example?dukcapil.kemendagri.go.id", LinkVerdict.NOT_LISTED, "evil.example"),
        ("https://evil.example#.dukcapil.kemendagri.go.id", LinkVerdict.NOT_LISTED, "evil.example"),
        ("https://127.0.0.1/", LinkVerdict.NOT_LISTED, "127.0.0.1"),
        ("https://dukcapil.kemendagri.go.id@evil.example/", LinkVerdict.DISGUISED, "evil.example"),
        ("https://a:b@dukcapil.kemendagri.go.id/", LinkVerdict.DISGUISED, "dukcapil.kemendagri.go.id"),
        ("https://dukcapil.kemendagri.go.id:8443/", LinkVerdict.DISGUISED, "dukcapil.kemendagri.go.id:8443"),
        ("https://dukcapil.kemendagri.go.id:443/", LinkVerdict.DISGUISED, "dukcapil.kemendagri.go.id:443"),
        ("https://dukcapil.kemendagri.go.id./", LinkVerdict.DISGUISED, "dukcapil.kemendagri.go.id."),
        ("https://.dukcapil.kemendagri.go.id/", LinkVerdict.DISGUISED, ".dukcapil.kemendagri.go.id"),
        ("https://evil.example\\.dukcapil.kemendagri.go.id/", LinkVerdict.DISGUISED, "evil.example"),
        (
            "https://dukcapil.kemendagri.go.id/\\evil.example",
            LinkVerdict.DISGUISED,
            "dukcapil.kemendagri.go.id",
        ),
        ("https://dukcapil%2ekemendagri.go.id/", LinkVerdict.DISGUISED, "dukcapil%2ekemendagri.go.id"),
        (
            "https://xn--ducapil-5wg.dukcapil.kemendagri.go.id/",
            LinkVerdict.DISGUISED,
            "xn--ducapil-5wg.dukcapil.kemendagri.go.id",
        ),
        ("https://dukсapil.kemendagri.go.id/", LinkVerdict.DISGUISED, "duk\\u0441apil.kemendagri.go.id"),
        ("https://dukcapil。kemendagri.go.id/", LinkVerdict.DISGUISED, "dukcapil\\u3002kemendagri.go.id"),
        ("https://dukcapil.kemendagri.go.id/ä", LinkVerdict.DISGUISED, "dukcapil.kemendagri.go.id"),
        ("https://dukcapil.kemendagri.go.id/\n", LinkVerdict.DISGUISED, "dukcapil.kemendagri.go.id"),
        ("https://dukcapil.kemendagri.go.id\t/", LinkVerdict.DISGUISED, "dukcapil.kemendagri.go.id?"),
        ("https://[::1]/", LinkVerdict.DISGUISED, "[::1]"),
        ("https://localhost/", LinkVerdict.DISGUISED, "localhost"),
        ("https:///dukcapil.kemendagri.go.id/", LinkVerdict.DISGUISED, ""),
        ("https:dukcapil.kemendagri.go.id", LinkVerdict.NO_LINK, ""),
        ("//dukcapil.kemendagri.go.id", LinkVerdict.NO_LINK, ""),
        (" https://dukcapil.kemendagri.go.id", LinkVerdict.NO_LINK, ""),
        ("javascript:alert(1)", LinkVerdict.NO_LINK, ""),
        ("3271015207880003", LinkVerdict.NO_LINK, ""),
        ("", LinkVerdict.NO_LINK, ""),
    ],
)
def test_everything_else_does_not_and_its_host_is_shown(link: str, verdict: LinkVerdict, host: str) -> None:
    judged = HOSTS.judge(link)
    assert (judged.verdict, judged.host) == (verdict, host)
    assert not judged.counts


def test_a_link_beyond_all_measure_does_not_count() -> None:
    assert HOSTS.judge("https://dukcapil.kemendagri.go.id/" + "a" * 5000).verdict is LinkVerdict.DISGUISED
    assert len(HOSTS.judge("https://" + "a" * 5000 + ".example/").host) == 100


@given(st.text(), st.text("0123456789abcdef.@:\\/%?#-é", max_size=12))
def test_only_the_host_decides(anything: str, before: str) -> None:
    for link in (anything, f"https://{before}dukcapil.kemendagri.go.id", f"https://{before}evil.example"):
        judged = HOSTS.judge(link)
        assert judged.host.isascii()
        assert (
            not judged.counts
            or judged.host == "dukcapil.kemendagri.go.id"
            or judged.host.endswith(".dukcapil.kemendagri.go.id")
        )


def test_what_a_link_says_beside_its_host_is_not_kept() -> None:
    assert "3271015207880003" not in repr(HOSTS.judge("https://evil.example/3271015207880003"))


@pytest.mark.parametrize(
    "host",
    [
        "",
        "id",
        "go.id",
        "co.id",
        "https://kemendagri.go.id",
        "*.kemendagri.go.id",
        "Kemendagri.go.id",
        "a.b:443",
        "10.0.0.1",
        "kemendagri.go.id.",
        "kemendagri.go.id/x",
    ],
)
def test_an_entry_that_is_no_host_or_too_wide_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match=r"is not a host|is shared by strangers"):
        RegistryHosts([host])
