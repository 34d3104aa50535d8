"""Fetching over https, from real servers on loopback that do everything wrong that a web server can."""

from __future__ import annotations

import gzip
import socket
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.probes import https
from mailcheck.probes.errors import Cancelled, ProbeError
from mailcheck.probes.https import Fetched
from tests.probes.web import LIMIT, Web, after
from tests.servers import SOON, Connection, Server, Talk, close, drip, garbage, hang, repeat, reset


def test_good(the_web: Web) -> None:
    server = the_web.serve({"/mail/config.xml?emailaddress=a.b%40c": "<clientConfig/>"})
    url = f"https://localhost:{server.port}/mail/config.xml?emailaddress=a.b%40c"
    assert the_web.get(url + "#fragment").body == b"<clientConfig/>"
    assert the_web.get(url) == Fetched(url, b"<clientConfig/>", ())
    assert server.heard[:7] == [
        "GET /mail/config.xml?emailaddress=a.b%40c HTTP/1.1",
        f"Host: localhost:{server.port}",
        "Accept-Encoding: identity",
        "User-Agent: mailcheck",
        "Accept: */*",
        "Connection: close",
        "",
    ]


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood and more",
        b"HTTP/1.0 200 OK\r\n\r\ngood",
        b"HTTP/1.1 200\r\nContent-Encoding: Identity\r\n\r\ngood",
        b"HTTP/1.1 200 OK\nContent-Length: 4\n\ngood",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\ngo\r\n2\r\nod\r\n0\r\nTrailer: x\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\ngood",
    ],
)
def test_ways_to_answer(the_web: Web, answer: bytes) -> None:
    assert the_web.get(the_web.answering(after(answer, close))).body == b"good"


def test_default_port(the_web: Web) -> None:
    """No port in the address: 443, and none in the header either."""
    server = the_web.serve({"/": "good"}, names=("autoconfig.example.test",))
    authorities = the_web.certificates.authorities

    def connect(host: str, port: int, deadline: float) -> socket.socket:
        the_web.asked.append((host, port))
        return the_web.connect(host, server.port, deadline)

    url = "https://autoconfig.example.test"
    deadline = time.monotonic() + SOON
    found = https.get(url, connect, authorities=authorities, deadline=deadline, stopped=lambda: False)
    assert found == Fetched(url, b"good", ())
    assert the_web.asked[0] == ("autoconfig.example.test", 443)
    assert "Host: autoconfig.example.test" in server.heard


# --- certificates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("context", "code"),
    [
        ("expired", "certificate-expired"),
        ("not_yet_valid", "certificate-not-yet-valid"),
        ("self_signed", "certificate-self-signed"),
        ("unknown", "certificate-unknown-authority"),
        ("old", "tls-handshake-failed"),
    ],
)
def test_certificate_that_is_not_good(the_web: Web, context: str, code: str) -> None:
    url = the_web.answering("secret", context)
    assert the_web.failure(url).code == code
    assert the_web.servers[0].heard == []


def test_certificate_of_another_name(the_web: Web) -> None:
    server = the_web.serve({"/": "good"}, names=("www.example.test",))
    assert the_web.failure(f"https://localhost:{server.port}/").code == "certificate-wrong-host"
    assert server.heard == []


def test_no_tls_at_all(the_web: Web) -> None:
    plain = Server(repeat(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    the_web.servers.append(plain)
    assert the_web.failure(f"https://localhost:{plain.port}/").code == "tls-handshake-failed"


# --- answers that are none --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [204, 206, 304, 401, 403, 404, 410, 429, 500, 503, 999])
def test_other_status(the_web: Web, status: int) -> None:
    error = the_web.failure(the_web.answering(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode()))
    assert (error.code, error.evidence["status"]) == ("page-unavailable", status)


def test_the_address_is_not_in_the_evidence(the_web: Web) -> None:
    url = the_web.answering("")
    assert the_web.failure(f"{url}config.xml?emailaddress=anna%40example.test").evidence["url"] == f"{url}config.xml"


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
SQUEEZED = gzip.compress(b"x" * 900)
NONSENSE: dict[str, bytes | Talk] = {
    "endless body": after(OK + b"\r\n", repeat(b"x")),
    "endless chunks": after(CHUNKED, repeat(b"1\r\nx\r\n")),
    "endless size of a chunk": after(CHUNKED, repeat(b"1")),
    "endless trailers": after(CHUNKED + b"0\r\n", repeat(b"a: b\r\n")),
    "one byte too long": OK + b"Content-Length: 1001\r\n\r\n" + b"x" * 1001,
    "promised too much": OK + b"Content-Length: 99999999999999\r\n\r\n" + b"x" * 2000,
    "endless header": after(OK, repeat(b"x")),
    "endless headers": after(OK, repeat(b"a: b\r\n")),
    "endless status": repeat(b"HTTP/1.1 "),
    "endless hints": repeat(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "gzip": OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(SQUEEZED) + SQUEEZED,
    "garbage": garbage,
    "another protocol": b"* OK IMAP4rev1 ready\r\n",
    "another version": b"HTTP/2.0 200 OK\r\n\r\ngood",
    "no status": b"HTTP/1.1 abc OK\r\n\r\n",
    "no head": after(b"<clientConfig/>", close),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense(the_web: Web, name: str) -> None:
    assert the_web.failure(the_web.answering(NONSENSE[name])).code == "reply-malformed"


PIECES = [b"\r\n", b"\n", b": ", b"Content-Length", b"Transfer-Encoding", b"chunked", b"Content-Encoding", b"Location"]
PIECES += [b"9", b"-1", b"0x5", b"200", b"https://", b"//", b"[", b"]", b"@", b"\0", b"\xff", b"\x85", b" ", b"\t"]


TOLD = {"page-unavailable", "reply-malformed", "connection-dropped"}


def test_any_answer(the_web: Web) -> None:
    """A small page, or a problem with a name: nothing else comes of it."""
    answers: list[bytes] = []

    def talk(connection: Connection) -> None:
        connection.send(answers[-1])
        close(connection)

    url = the_web.answering(talk)

    @settings(deadline=None, max_examples=60)
    @given(st.sampled_from([b"", OK, b"HTTP/1.1 302 Found\r\n"]), st.lists(st.sampled_from(PIECES), max_size=12))
    def ask(status: bytes, pieces: list[bytes]) -> None:
        answers.append(status + b"".join(pieces) + b"\r\n\r\n")
        try:
            found = the_web.get(url)
        except ProbeError as error:
            assert error.code in TOLD
        except ConnectionRefusedError:  # it has been sent to port 443, where nobody is
            assert b"Location" in pieces
        else:
            assert len(found.body) <= LIMIT

    ask()


def test_much_ado_before_the_answer(the_web: Web) -> None:
    """Half a megabyte of "go on" is no part of a small file, whatever follows."""
    hints = b"HTTP/1.1 100 Continue\r\n\r\n" * 20_000
    assert the_web.failure(the_web.answering(hints + OK + b"Content-Length: 4\r\n\r\ngood")).code == "reply-malformed"
    assert the_web.get(the_web.answering(hints[:250] + OK + b"Content-Length: 4\r\n\r\ngood")).body == b"good"


CUT: dict[str, Talk] = {
    "at once": close,
    "in the body": after(OK + b"Content-Length: 9\r\n\r\nhalf", close),
    "in a chunk": after(CHUNKED + b"9\r\nhalf", close),
    "between chunks": after(CHUNKED + b"4\r\nhalf\r\n", close),
    "in a chunk of less than nothing": after(CHUNKED + b"-1\r\nx", close),
    "by force": after(OK + b"Content-Length: 9\r\n\r\nhalf", reset),
}


@pytest.mark.parametrize("name", CUT)
def test_cut(the_web: Web, name: str) -> None:
    assert the_web.failure(the_web.answering(CUT[name])).code == "connection-dropped"


@pytest.mark.parametrize("answer", [hang, drip, after(OK, drip), after(OK + b"\r\n", drip), after(CHUNKED, drip)])
def test_slow(the_web: Web, answer: Talk) -> None:
    assert the_web.failure(the_web.answering(answer), 0.3).code == "reply-timeout"


def test_silent_before_tls(the_web: Web) -> None:
    server = Server(hang)
    the_web.servers.append(server)
    assert the_web.failure(f"https://localhost:{server.port}/", 0.3).code == "reply-timeout"


def test_nobody_there(the_web: Web) -> None:
    """What the connecting says is passed on."""

    def refused(host: str, port: int, deadline: float) -> socket.socket:
        raise ProbeError("connection-refused", host=host)

    with pytest.raises(ProbeError) as caught:
        https.get("https://a.test/", refused, authorities="", deadline=time.monotonic() + 1, stopped=lambda: False)
    assert caught.value.code == "connection-refused"


@pytest.mark.parametrize(
    "url", ["http://localhost/", "https:///a", "localhost", "", "https://пример.рф/", "https://a\n.test/"]
)
def test_addresses_that_are_not_asked(the_web: Web, url: str) -> None:
    assert the_web.failure(url).code == "page-unavailable"
    assert the_web.asked == []


@pytest.mark.parametrize("host", [".", "..", ".a.test", "a..test", "x" * 64 + ".test", "*", "%00", "a_b.test"])
def test_strange_hosts(the_web: Web, host: str) -> None:
    """Let them be connected to, if that is possible: no certificate is for them."""
    port = the_web.serve({"/": "good"}).port
    assert the_web.failure(f"https://{host}:{port}/").code in ("certificate-wrong-host", "reply-malformed")


# --- stopping ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [hang, drip, after(OK + b"\r\n", drip)])
def test_stopped_from_another_thread(the_web: Web, answer: Talk) -> None:
    stop = threading.Event()
    server = the_web.serve({"/": answer})
    threading.Timer(0.2, stop.set).start()
    with pytest.raises(Cancelled):
        the_web.get(f"https://localhost:{server.port}/", 3600, stop.is_set)
    assert server.connections == 1


def test_stopped_before_it_began(the_web: Web) -> None:
    with pytest.raises(Cancelled):
        the_web.get("https://localhost/", stopped=lambda: True)
    assert the_web.asked == []
