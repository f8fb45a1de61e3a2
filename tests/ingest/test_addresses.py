"""Which addresses may be fetched, however they are written."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import FetchError
from dateline.ingest.addresses import check_address, check_port, is_public, parse_target

REFUSED = [
    ("ftp://news.example/a", "scheme", "another scheme"),
    ("file:///etc/passwd", "scheme", "a file"),
    ("javascript:alert(1)", "scheme", "a script"),
    ("news.example/a", "scheme", "no scheme"),
    ("http://me:secret@news.example/", "credentials", "a password"),
    ("http://news.example@127.0.0.1/", "credentials", "a host that looks like another"),
    ("http://2130706433/", "bad url", "a decimal host"),
    ("http://0x7f000001/", "bad url", "a hexadecimal host"),
    ("http://0177.0.0.1/", "bad url", "an octal host"),
    ("http://127.1/", "bad url", "a short host"),
    ("http://①②⑦.0.0.1.0/", "bad url", "digits in circles"),
    ("http://news.example%00.test/", "bad url", "an encoded zero in the host"),
    ("http://news\\.example/", "bad url", "a backslash in the host"),
    ("http:///path", "bad url", "no host"),
    ("http://news.example:99999/", "bad url", "a port that is none"),
    ("http://[::1/", "bad url", "half a bracket"),
    ("http://-news.example/", "bad url", "a hyphen first"),
    ("http://news.example/" + "a" * 9000, "bad url", "a very long one"),
]


@pytest.mark.parametrize(("url", "kind", "reason"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_is_plainly_no_web_address_is_refused(url: str, kind: str, reason: str) -> None:
    with pytest.raises(FetchError) as error:
        parse_target(url)
    assert (error.value.kind, error.value.permanent) == (kind, True)
    assert "\n" not in str(error.value)


def test_digits_of_other_scripts_are_seen_as_the_numbers_they_stand_for() -> None:
    target = parse_target("http://①②⑦.⓪.⓪.①/")
    assert target.host == "127.0.0.1"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::", "2001::1",
        "2001:db8::1", "no address",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    target = parse_target("http://news.example/")
    assert not is_public(address)
    with pytest.raises(FetchError, match="not a public address"):
        check_address(target, address, ())
    check_address(target, address, ("news.example",))


@pytest.mark.parametrize("address", ["9.9.9.9", "2606:4700::1111", "::ffff:9.9.9.9", "64:ff9b::909:909"])
def test_a_public_address_is_taken(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_a_v4_address_is_no_more_public_inside_a_v6_one(address: ipaddress.IPv4Address) -> None:
    plain = is_public(str(address))
    for form in (
        f"::ffff:{address}",
        f"64:ff9b::{address}",
        str(ipaddress.IPv6Address((0x2002 << 112) | int(address) << 80)),
    ):
        assert is_public(form) == plain


def test_other_ports_are_for_hosts_that_the_user_lists() -> None:
    target = parse_target("http://news.example:8080/")
    with pytest.raises(FetchError, match="port 8080"):
        check_port(target, ())
    check_port(target, ("news.example:8080",))


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_one_clear_error(text: str) -> None:
    for url in (text, f"http://{text}", f"http://news.example/{text}"):
        try:
            target = parse_target(url)
        except FetchError:
            continue
        assert parse_target(target.url) == target
        assert target.host.isascii()
        assert " " not in target.target
