"""A document is fetched from the web: by http only, within a size and a time, whole, and not from inside the house.

An address is looked up before each request, redirects among them, and the machine reached is looked at again once it
is connected: names may lead elsewhere from one moment to the next.
"""

import http.client
import ipaddress
import socket
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
    getproxies,
    proxy_bypass,
)

from ipstats.documents.formats import READERS
from ipstats.errors import DocumentError
from ipstats.limits import LIMITS

SCHEMES = ("http", "https")
_CHUNK = 1 << 16
_TYPES = {"text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/csv": ".csv"}
"""Content types -> the ending of a file whose address has none."""


@dataclass(frozen=True, slots=True)
class Web:
    """How far a download may go: bytes, seconds from asking to the last byte, and whether to machines of the house."""

    size: int = LIMITS.file
    seconds: float = 300
    silence: float = 60
    """Seconds without a byte."""
    local: bool = False
    """Whether loopback and private addresses (10.*, 192.168.*, localhost ...) may be fetched from."""


WEB = Web()


def is_address(text: str) -> bool:
    """Whether a text is an address of the web (`HTTP://` in any case), not a file.

    >>> is_address("HTTPS://example.org/a.pdf"), is_address("a.pdf")
    (True, False)
    """
    return text.strip().lower().startswith(("http://", "https://"))


def fetch(address: str, target: Path, web: Web = WEB) -> str:
    """Write what is at an address to `target`, whole or not at all; returns the file name that it has there.

    A `DocumentError` says why it cannot be fetched.
    """
    deadline = _Deadline(web.seconds)
    try:
        with (
            deadline,
            _opener(web, deadline).open(
                Request(address.strip(), headers={"User-Agent": "ipstats"}), timeout=web.silence
            ) as answer,
        ):
            _write(answer, target, address, web, deadline)
            kind = answer.headers.get_content_type()
    except (URLError, http.client.HTTPException, OSError, ValueError) as error:
        if deadline.over:
            raise _too_slow(address, web) from error
        said = " ".join(str(error).split()).removeprefix("<urlopen error ").removesuffix(">") or type(error).__name__
        raise DocumentError(f"{address}: cannot be fetched: {said}; save it by hand and add the file") from error
    found = unquote(urlsplit(address).path.rsplit("/", 1)[-1]) or "page"
    return found if Path(found).suffix.lower() in READERS else found + _TYPES.get(kind, "")


def _write(answer, target: Path, address: str, web: Web, deadline: "_Deadline") -> None:
    """The body, as far as it comes; shorter than was announced is not whole."""
    announced = answer.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > web.size:
        raise _too_large(address, web)
    size = 0
    with target.open("wb") as file:
        while chunk := answer.read1(_CHUNK):
            size += file.write(chunk)
            if size > web.size:
                raise _too_large(address, web)
            if deadline.over:
                raise _too_slow(address, web)
    if deadline.over:
        raise _too_slow(address, web)
    if announced.isdecimal() and size < int(announced):
        raise DocumentError(
            f"{address}: was cut short: {size:,} of {int(announced):,} bytes came; nothing was taken in, try again"
        )


def _too_large(address: str, web: Web) -> DocumentError:
    return DocumentError(f"{address}: is larger than {web.size >> 20} MB; fetch it by hand, and split it")


def _too_slow(address: str, web: Web) -> DocumentError:
    return DocumentError(f"{address}: took longer than {web.seconds:g} s; save it by hand and add the file")


class _Deadline:
    """Shuts the connections of a download when its time is over, whatever it waits for."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True
        self._sockets: list[socket.socket] = []

    @property
    def over(self) -> bool:
        return time.monotonic() >= self._until

    def watch(self, connection: socket.socket) -> None:
        self._sockets.append(connection)

    def _shut(self) -> None:
        for one in self._sockets:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:  # closed meanwhile
                continue

    def __enter__(self) -> "_Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_) -> None:
        self._timer.cancel()


def _opener(web: Web, deadline: _Deadline) -> OpenerDirector:
    """What opens http and https, and nothing else: no file, no ftp, by redirect either."""

    def connect(address, timeout=web.silence, source_address=None):
        connection = socket.create_connection(address, timeout, source_address)
        deadline.watch(connection)
        if not (web.local or _is_proxy(address)) and _is_local(connection.getpeername()[0]):
            connection.close()
            raise URLError(_local(address[0]))
        return connection

    def connected(kind: type) -> type:
        class Connection(kind):
            def __init__(self, *args, **fields):
                super().__init__(*args, **fields)
                self._create_connection = connect

        return Connection

    class Http(HTTPHandler):
        def http_open(self, request):
            return self.do_open(connected(http.client.HTTPConnection), _allowed(request, web))

    class Https(HTTPSHandler):
        def https_open(self, request):
            return self.do_open(connected(http.client.HTTPSConnection), _allowed(request, web), context=self._context)

    opener = OpenerDirector()
    usual: Any = build_opener(Http, Https, _Redirects, ProxyHandler())  # whose list of handlers has no stub
    for handler in usual.handlers:
        if not type(handler).__name__.startswith(("File", "FTP", "Data")):
            opener.add_handler(handler)
    return opener


class _Redirects(HTTPRedirectHandler):
    """Redirects to http and https only."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        if urlsplit(newurl).scheme.lower() not in SCHEMES:
            raise URLError(f"it leads to {newurl[:80]}, which is not http")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _allowed(request: Request, web: Web) -> Request:
    """A request for a machine of the web; a name that only a proxy knows is left to the proxy."""
    host = urlsplit(request.full_url).hostname or ""
    if web.local:
        return request
    try:
        found = {str(place[4][0]) for place in socket.getaddrinfo(host, None)}
    except OSError:
        return request
    if any(map(_is_local, found)):
        raise URLError(_local(host))
    return request


def _local(host: str) -> str:
    return f"{host} is a machine of this house; add --local if that is meant"


def _is_local(address: str) -> bool:
    place = ipaddress.ip_address(address.split("%")[0])
    return not (getattr(place, "ipv4_mapped", None) or place).is_global


def _is_proxy(address: tuple) -> bool:
    """Whether a host and port are the proxy that this machine goes out by."""
    proxies = {urlsplit(url if "://" in url else f"//{url}").hostname for url in getproxies().values()}
    return address[0] in proxies and not proxy_bypass(address[0])
