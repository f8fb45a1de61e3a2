"""Which addresses may be fetched: decided from the URL and from the numbers it resolves to, without any network.

A feed is written by strangers: each address in it may point at a machine inside the reader's own network. Everything
that is not plainly a public host on a usual port is refused, however it is written.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from dateline.errors import FetchError

_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_SAFE = "/%:@!$&'()*+,;=~-._"
_LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart once, so that no second parser can read it otherwise.

    ``host`` is ASCII in lower case, an IPv6 address without brackets; ``target`` is what the request line asks for.
    """

    url: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """What stands in the ``Host`` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what robots.txt and a reservation hold for."""
        return f"{self.scheme}://{self.authority}"


def parse_target(url: str) -> Target:
    """Take a URL apart, and refuse what is not plainly http(s) to a host.

    Raises:
        FetchError: Another scheme, a user name in it, a host that is no name and no address in its usual form.

    >>> parse_target("HTTPS://News.Example:443/a b?q=1#top").url
    'https://news.example/a%20b?q=1'
    >>> parse_target("http://2130706433/")
    Traceback (most recent call last):
    dateline.errors.FetchError: http://2130706433/: its host is a number in an unusual form; give the host's name
    """
    url = url.strip()
    shown = url[:200]
    if len(url) > _LONGEST:
        raise _refuse(shown, f"is longer than {_LONGEST} characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _refuse(shown, "is no address that can be read") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise FetchError(
            f"only http and https are fetched, not {scheme or 'an address without a scheme'}",
            where=shown,
            kind="scheme",
            advice="give the page's web address",
        )
    if "@" in parts.netloc:
        raise FetchError(
            "holds a user name or password", where=shown, kind="credentials", advice="give the address without them"
        )
    host = _ascii_host(parts.hostname or "", shown)
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else "")
    if not path.startswith("/"):
        raise _refuse(shown, "is no address that can be read")
    target = Target("", scheme, host, _PORTS[scheme] if port is None else port, path)
    return Target(target.origin + path, scheme, host, target.port, path)


def _ascii_host(host: str, shown: str) -> str:
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError as error:
            raise _refuse(shown, "has a host that is no IPv6 address") from error
    if _FORBIDDEN.search(host) or "%" in host:
        raise _refuse(shown, "has a host with characters that no host has")
    try:
        # Full-width digits and dots become plain ones here, so that the checks below see them.
        plain = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError as error:
        raise _refuse(shown, "has a host that is no name") from error
    labels = plain.removesuffix(".").split(".")
    if not plain or not all(_LABEL.fullmatch(label) for label in labels):
        raise _refuse(shown, "has a host that is no name")
    if _NUMBER.fullmatch(labels[-1]):
        # "2130706433", "0x7f.1" and "0177.0.0.1" are all 127.0.0.1 to some resolver.
        try:
            return str(ipaddress.IPv4Address(plain))
        except ValueError as error:
            raise FetchError(
                "its host is a number in an unusual form", where=shown, kind="bad url", advice="give the host's name"
            ) from error
    return plain.removesuffix(".")


def _refuse(shown: str, message: str) -> FetchError:
    return FetchError(message, where=shown, kind="bad url", advice="check the address")


def check_port(target: Target, allowed: Sequence[str]) -> None:
    """Refuse a port other than 80 and 443, unless the host is *allowed*.

    Raises:
        FetchError: The port is another.
    """
    if target.port not in _PORTS.values() and not is_allowed(target, allowed):
        raise FetchError(
            f"port {target.port} is not fetched from",
            where=target.url,
            kind="port",
            advice=f'if it is yours, list "{target.host}:{target.port}" in ingest.allow_private',
        )


def check_address(target: Target, address: str, allowed: Sequence[str]) -> None:
    """Refuse an address that is not on the public internet, unless the host is *allowed*.

    Raises:
        FetchError: The address is private, of this machine, or otherwise no public host's.
    """
    if not is_allowed(target, allowed) and not is_public(address):
        raise FetchError(
            f"leads to {address}, which is not a public address",
            where=target.url,
            kind="private address",
            advice=f'if it is yours, list "{target.host}" in ingest.allow_private',
        )


def is_allowed(target: Target, allowed: Sequence[str]) -> bool:
    """Whether the user listed this host, alone or with this port.

    >>> target = parse_target("http://127.0.0.1:8080/feed")
    >>> is_allowed(target, ["127.0.0.1:8080"]), is_allowed(target, ["127.0.0.1:80"]), is_allowed(target, ["127.0.0.1"])
    (True, False, True)
    """
    host = f"[{target.host}]" if ":" in target.host else target.host
    return any(entry.lower() in ("*", host, target.host, f"{host}:{target.port}") for entry in allowed)


def is_public(address: str) -> bool:
    """Whether an IP address is a host's on the public internet, also where it hides in another one.

    References:
        RFC 6890 (special-purpose addresses), RFC 6052 (NAT64), RFC 3056 (6to4), RFC 4380 (Teredo).

    >>> [is_public(each) for each in ("9.9.9.9", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "224.0.0.1")]
    [True, False, False, False, False]
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if "%" in address:
            return False  # a zone: an address of one link
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if found in _COMPATIBLE or found.teredo is not None or found.is_site_local:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)
