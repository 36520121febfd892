"""Addresses are fetched from real servers of this machine, within limits, and never where they may not lead."""

import ipaddress
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from agreements.fetch import Address, FetchError, fetch, is_public


class Site(BaseHTTPRequestHandler):
    """A site with a page, redirects, and all sorts of trouble."""

    def do_GET(self) -> None:
        """Answer by the path."""
        getattr(self, f"_{self.path.strip('/').partition('?')[0].replace('-', '_')}", self._missing)()

    do_HEAD = do_GET  # noqa: N815 - the name that the library calls

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the library
        """Say nothing."""

    def _send(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def _missing(self) -> None:
        self._send(404, b"none")

    def _page(self) -> None:
        self._send(200, f"{self.headers['Host']} {self.path}".encode(), Content_Type="text/plain; charset=utf-8")

    def _moved(self) -> None:
        self._send(302, Location="/page?moved")

    def _circle(self) -> None:
        self._send(301, Location="/circle")

    def _inside(self) -> None:
        self._send(302, Location="http://10.0.0.1/")

    def _to_file(self) -> None:
        self._send(302, Location="file:///etc/passwd")

    def _large(self) -> None:
        self._send(200, b"x" * 5000)

    def _packed(self) -> None:
        self._send(200, b"\x1f\x8b", Content_Encoding="gzip")

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(40):
                self.wfile.write(b".")
                time.sleep(0.05)
        except OSError:
            self.close_connection = True  # the reader has gone

    def _silent(self) -> None:
        time.sleep(2)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a site on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def here(address: Address) -> bool:
    """The machine of the tests, and no other."""
    return address.is_loopback


def test_a_page_comes_with_its_type_and_address(site: str) -> None:
    page = fetch(f"{site}/page?a=1", max_bytes=1000, seconds=5, may_visit=here)

    host = site.removeprefix("http://")
    assert (page.status, page.content) == (200, f"{host} /page?a=1".encode())
    assert (page.address, page.content_type) == (f"{site}/page?a=1", "text/plain; charset=utf-8")


def test_a_redirect_is_followed_and_the_last_address_told(site: str) -> None:
    assert fetch(f"{site}/moved", max_bytes=1000, seconds=5, may_visit=here).address == f"{site}/page?moved"


def test_a_missing_page_is_an_answer(site: str) -> None:
    assert fetch(f"{site}/nothing", max_bytes=1000, seconds=5, may_visit=here).status == 404


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_content_that_is_not_asked_for_is_not_read(site: str, method: str) -> None:
    page = fetch(f"{site}/large", max_bytes=0, seconds=5, method=method, may_visit=here)  # type: ignore[arg-type]

    assert (page.status, page.content) == (200, b"")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("circle", "without an end"),
        ("inside", "not on the open internet"),
        ("to-file", "not a web address"),
        ("large", "too large"),
        ("packed", "packed"),
        ("drip", "too long"),
        ("silent", "does not answer"),
    ],
)
def test_trouble_is_said_in_a_sentence(site: str, path: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        fetch(f"{site}/{path}", max_bytes=1000, seconds=0.5, may_visit=here)


def test_this_machine_is_not_asked_unless_it_is_said(site: str) -> None:
    with pytest.raises(FetchError, match="not on the open internet"):
        fetch(f"{site}/page", max_bytes=1000, seconds=5)


@pytest.mark.parametrize(
    "address",
    ["", "page", "ftp://example.org/", "file:///etc/passwd", "http://", "http://user:secret@example.org/",
     "http://example.org:99999/", "http://[::1", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(FetchError, match="not a web address"):
        fetch(address, max_bytes=1000, seconds=1)


@pytest.mark.parametrize("name", ["no-such-name.invalid", "a..b", f"{'a' * 70}.invalid"])
def test_a_name_that_nobody_has_is_told(name: str) -> None:
    with pytest.raises(FetchError, match="no site of this name"):
        fetch(f"http://{name}/", max_bytes=1000, seconds=1)


def test_a_server_that_has_gone_is_told() -> None:
    with pytest.raises(FetchError, match="does not answer"):
        fetch("http://127.0.0.1:1/", max_bytes=1000, seconds=1, may_visit=here)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104
     "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
     "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"],
)  # fmt: skip
def test_machines_of_closed_networks_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"])
def test_machines_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))
