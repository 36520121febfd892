"""Fetches an address that somebody gave: within limits, and never from inside our own network.

An address is resolved once, refused unless every address it stands for is public, and the connection is made to what
was checked, so that a name cannot mean another machine a moment later. Each redirect is checked anew.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from django.db import models
from django.utils.translation import gettext_lazy as _
from urllib3.response import BaseHTTPResponse

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

USER_AGENT = "Tosidig (archive of bilateral environmental agreements)"
PORTS = {"http": 80, "https": 443}
MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
PIECE = 65_536
#: IPv6 networks whose addresses carry an IPv4 address in their last 32 bits (RFC 6052).
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


class Trouble(models.TextChoices):
    """Why an address cannot be fetched, in a sentence for people."""

    NO_ADDRESS = "no_address", _("This is not a web address. It should begin with https:// and name a site.")
    NO_SITE = "no_site", _("There is no site of this name.")
    NOT_PUBLIC = "not_public", _("This address is not on the open internet, so it is not fetched.")
    NO_ANSWER = "no_answer", _("The site does not answer.")
    BAD_CERTIFICATE = "bad_certificate", _("The site's certificate is not valid.")
    NO_END = "no_end", _("The address leads from one to the next without an end.")
    PACKED = "packed", _("The site sends its pages packed, although it was asked not to.")
    TOO_LARGE = "too_large", _("What stands at this address is too large.")
    TOO_SLOW = "too_slow", _("The site takes too long to send the page.")


class FetchError(Exception):
    """An address that cannot be fetched. Its text is one sentence, in the user's language, that says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble

    def __str__(self) -> str:
        return str(self.trouble.label)


@dataclass(frozen=True)
class Fetched:
    """What a server answered. ``address``: the last one after redirects. ``content``: b'' when none was asked for.

    ``content_type``: the header as sent; '' when there is none. ``status``: any HTTP status but a redirect's.
    """

    address: str
    content: bytes
    content_type: str
    status: int


def is_public(address: Address) -> bool:
    """Whether a machine of the open internet has the address, also where it is an IPv4 one written as IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def fetch(
    address: str,
    *,
    max_bytes: int,
    seconds: float,
    method: Literal["GET", "HEAD"] = "GET",
    may_visit: Callable[[Address], bool] = is_public,
) -> Fetched:
    """What stands at a web address, after at most five redirects.

    ``max_bytes`` 0: the content is not read. ``seconds``: for all of it; a server that is slow to answer may take that
    long again. ``may_visit``: which machines may be asked. Raises FetchError for what is no web address, for a machine
    that may not be asked, for a server that does not answer, and for content that is too large. An answer such as 404
    is an answer.
    """
    deadline = time.monotonic() + seconds
    for _redirects in range(MOST_REDIRECTS + 1):
        parts = _parts(address)
        response = _asked(parts, _resolved(parts, may_visit), method, deadline)
        try:
            if response.status in REDIRECTS and response.headers.get("Location"):
                address = urljoin(address, response.headers["Location"])
                continue
            content = b"" if method == "HEAD" or not max_bytes else _content(response, max_bytes, deadline)
        finally:
            response.close()
        return Fetched(address, content, response.headers.get("Content-Type", ""), response.status)
    raise FetchError(Trouble.NO_END)


def _parts(address: str) -> SplitResult:
    """Raise FetchError unless it can be asked for over HTTP."""
    try:
        parts = urlsplit(address.strip())
        fits = parts.scheme in PORTS and parts.hostname and not parts.username and (parts.port or 1)
    except ValueError:
        fits = False
    if not fits:
        raise FetchError(Trouble.NO_ADDRESS)
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme]


def _resolved(parts: SplitResult, may_visit: Callable[[Address], bool]) -> str:
    """The number of the machine to ask. Raises FetchError when one that the name stands for may not be asked."""
    try:
        known = socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(Trouble.NO_SITE) from error
    numbers = [str(entry[4][0]) for entry in known]
    if not all(may_visit(ipaddress.ip_address(number.partition("%")[0])) for number in numbers):
        raise FetchError(Trouble.NOT_PUBLIC)
    return numbers[0]


def _asked(parts: SplitResult, number: str, method: str, deadline: float) -> BaseHTTPResponse:
    """The beginning of the server's answer. Raises FetchError when there is none in time."""
    timeout = urllib3.Timeout(total=max(deadline - time.monotonic(), 0.001))
    pool: urllib3.HTTPConnectionPool
    if parts.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            number, _port(parts), server_hostname=parts.hostname, assert_hostname=parts.hostname
        )
    else:
        pool = urllib3.HTTPConnectionPool(number, _port(parts))
    target = parts.path or "/"
    if parts.query:
        target += f"?{parts.query}"
    # identity: what a small answer unpacks to is not bounded by its size
    headers = {"Host": _host(parts), "User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
    try:
        return pool.urlopen(
            method, target, headers=headers, timeout=timeout, retries=False, redirect=False, preload_content=False
        )
    except urllib3.exceptions.SSLError as error:
        raise FetchError(Trouble.BAD_CERTIFICATE) from error
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise FetchError(Trouble.NO_ANSWER) from error


def _host(parts: SplitResult) -> str:
    """The Host header: the name as it travels (IDNA), with the port where it is not the usual one."""
    name = parts.hostname or ""
    name = f"[{name}]" if ":" in name else name.encode("idna").decode("ascii")
    return name if parts.port in (None, PORTS[parts.scheme]) else f"{name}:{parts.port}"


def _content(response: BaseHTTPResponse, max_bytes: int, deadline: float) -> bytes:
    """Raise FetchError when there is more than ``max_bytes`` of it, or not all of it in time."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise FetchError(Trouble.PACKED)
    content = bytearray()
    for piece in _pieces(response):
        content += piece
        if len(content) > max_bytes:
            raise FetchError(Trouble.TOO_LARGE)
        if time.monotonic() > deadline:
            raise FetchError(Trouble.TOO_SLOW)
    return bytes(content)


def _pieces(response: BaseHTTPResponse) -> Iterator[bytes]:
    """The content as it comes in, however little at a time."""
    try:
        while piece := response.read1(PIECE):
            yield piece
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise FetchError(Trouble.NO_ANSWER) from error
