"""Fetches one small file over https: verified, bounded in time and size, and telling nobody who asks.

http.client speaks, our wire carries. No cookie, credential, proxy or cache: nothing is kept between two calls.
"""

from __future__ import annotations

import io
import re
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead, RemoteDisconnected
from urllib.parse import urljoin, urlsplit

from mailcheck.probes import tls
from mailcheck.probes.errors import Cancelled, ProbeError
from mailcheck.probes.wire import Wire

MAX_REDIRECTS = 3
_POLL = 0.1  # seconds: how often a stop is noticed
_OVERHEAD = 256 * 1024  # bytes beside the body: certificates, headers, the sizes of chunks
_MAX_URL = 2000  # characters
_PRINTABLE = re.compile("[!-~]+")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})  # RFC 9110 section 15.4
_HEADERS = {"User-Agent": "mailcheck", "Accept": "*/*", "Connection": "close"}

Connect = Callable[[str, int, float], socket.socket]
"""Host, port, deadline (time.monotonic() seconds) -> a connected socket, or ProbeError."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """`url` is the one that answered in the end; `redirects` are the addresses that we were sent on to, in order."""

    url: str
    body: bytes
    redirects: tuple[str, ...]


def get(
    url: str,
    connect: Connect,
    *,
    authorities: str,
    deadline: float,
    limit: int = 256 * 1024,
    stopped: Callable[[], bool],
) -> Fetched:
    """The body of a https page (`url` in ASCII), at most `limit` bytes. Redirects to other https pages are followed.

    ProbeError: what `connect` raises; certificate-expired and its like, tls-handshake-failed; connection-dropped,
    reply-timeout, reply-malformed; page-unavailable (`status` or `reason`) when the answer is not the page. Cancelled
    soon after `stopped` says so. None of these ends up in a report: whoever asks for a page does without it, and
    page-unavailable is in no catalogue.
    """
    fetch = _Fetch(connect, authorities, deadline, limit, stopped)
    redirects: list[str] = []
    while True:
        answer = fetch.ask(url)
        if isinstance(answer, bytes):
            return Fetched(url, answer, tuple(redirects))
        if len(redirects) == MAX_REDIRECTS:
            raise _unavailable(url, reason="too-many-redirects")
        url = _joined(url, answer)
        redirects.append(url)


@dataclass(frozen=True, slots=True)
class _Fetch:
    """What stays the same from one redirect to the next."""

    connect: Connect
    authorities: str
    deadline: float
    limit: int
    stopped: Callable[[], bool]

    def ask(self, url: str) -> bytes | str:
        """The body, or the address of the page that is said to be the right one."""
        host, port, target = _parts(url)
        if self.stopped():
            raise Cancelled
        sock = _Bounded(self.connect(host, port, self.deadline), self.limit + _OVERHEAD, self.stopped)
        wire = Wire(sock, self.deadline)
        try:
            self._encrypt(wire, host)
            connection = _Connection(host, port)
            connection.sock = _Stream(wire)
            connection.request("GET", target, headers=_HEADERS)  # http.client itself asks for no compression
            return self._answer(url, connection.getresponse())
        except (RemoteDisconnected, IncompleteRead) as error:
            raise _failed("connection-dropped", url) from error
        except (HTTPException, ValueError) as error:
            raise _failed("reply-malformed", url, reason=type(error).__name__) from error
        finally:
            wire.close()

    def _encrypt(self, wire: Wire, host: str) -> None:
        try:
            wire.start_tls(tls.system_context(self.authorities), host)
        except ssl.SSLCertVerificationError as error:
            raise ProbeError(tls.refusal_code(error) or "tls-handshake-failed", host=host) from error
        except ssl.SSLError as error:
            raise ProbeError("tls-handshake-failed", host=host) from error

    def _answer(self, url: str, response: HTTPResponse) -> bytes | str:
        location = response.getheader("Location")
        if response.status in _REDIRECTS and location:
            return location
        if response.status != 200:
            raise _unavailable(url, status=response.status)
        if response.getheader("Content-Encoding", "identity").strip().lower() != "identity":
            raise _failed("reply-malformed", url, reason="compressed")  # not asked for, and never unpacked
        body = response.read(self.limit + 1)
        if len(body) > self.limit:
            raise _failed("reply-malformed", url, reason="too-much")
        if response.length:  # of the bytes promised so many did not come
            raise _failed("connection-dropped", url)
        return body


def _parts(url: str) -> tuple[str, int, str]:
    """Host, port, and path with query. ProbeError page-unavailable for everything but a plain https address."""
    if len(url) > _MAX_URL or not _PRINTABLE.fullmatch(url):
        raise _unavailable(url[:_MAX_URL], reason="address-malformed")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError as error:
        raise _unavailable(url, reason="address-malformed") from error
    if parts.scheme != "https":
        raise _unavailable(url, reason="not-https")
    if not host or "@" in parts.netloc:  # a user name in an address deceives people, and programs
        raise _unavailable(url, reason="address-malformed")
    return host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location.strip())
    except ValueError as error:
        raise _unavailable(url, reason="address-malformed") from error


def _unavailable(url: str, **evidence: object) -> ProbeError:
    return _failed("page-unavailable", url, **evidence)


def _failed(code: str, url: str, **evidence: object) -> ProbeError:
    """The query is left out of the evidence: an e-mail address may be in it."""
    return ProbeError(code, url=url.partition("?")[0], **evidence)


class _Connection(HTTPConnection):
    default_port = 443  # for the header Host
    auto_open = 0  # it opens no connection of its own: that would be one without TLS


class _Bounded(socket.socket):
    """Takes over a socket: it brings no more than `size` bytes, and whoever waits in it is freed soon after a stop."""

    def __init__(self, sock: socket.socket, size: int, stopped: Callable[[], bool]) -> None:
        super().__init__(fileno=sock.detach())
        self._left = size
        self._stopped = stopped

    def recv(self, size: int, flags: int = 0) -> bytes:
        end = time.monotonic() + (self.gettimeout() or 0)
        while not self._stopped():
            remaining = end - time.monotonic()
            if remaining <= 0:
                raise TimeoutError
            self.settimeout(min(_POLL, remaining))
            with suppress(TimeoutError):
                return self._counted(super().recv(size, flags))
        raise Cancelled

    def _counted(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise ProbeError("reply-malformed", reason="too-much")
        return data


class _Stream(io.RawIOBase):
    """What http.client wants of a socket, made of a wire."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def sendall(self, data: bytes) -> None:
        self._wire.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        """Nothing: http.client closes its socket before it has read the answer. Who made the wire closes it."""

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override] # typeshed names any buffer
        data = self._wire.recv(len(buffer))
        buffer[: len(data)] = data
        return len(data)
