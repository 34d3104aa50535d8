"""The private Dovecot behaves as mailboxes.py says: what the tests of the check stand on."""

from __future__ import annotations

import imaplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.bench.proxy import Encryption, Proxy
from tests.real.certificates import FAULTS, Certificates
from tests.real.dovecot import MOST_CONNECTIONS, Dovecot
from tests.real.mailboxes import MAILBOXES, Mailbox

SENT_ENCODED = "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"  # «Отправленные» in modified UTF-7 (RFC 3501 section 5.1.3)


@contextmanager
def connection(port: int, certificates: Certificates) -> Iterator[imaplib.IMAP4_SSL]:
    client = imaplib.IMAP4_SSL("localhost", port, ssl_context=certificates.client(), timeout=10)
    try:
        yield client
    finally:
        client.shutdown()


@contextmanager
def logged_in(
    dovecot: Dovecot, certificates: Certificates, mailbox: Mailbox, secret: str = ""
) -> Iterator[imaplib.IMAP4_SSL]:
    answer = f"\0{mailbox.address}\0{secret or mailbox.secret}".encode()
    with connection(dovecot.tls_port, certificates) as client:
        client.authenticate("PLAIN", lambda _: answer)
        yield client


def folders(client: imaplib.IMAP4) -> list[str]:
    return [line.decode("ascii") for line in client.list()[1] if isinstance(line, bytes)]


def refusal(dovecot: Dovecot, certificates: Certificates, mailbox: Mailbox, secret: str = "") -> str:
    with pytest.raises(imaplib.IMAP4.error) as caught, logged_in(dovecot, certificates, mailbox, secret):
        pass
    reason = caught.value.args[0]
    return reason.decode() if isinstance(reason, bytes) else str(reason)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("alice", '(\\HasNoChildren \\Sent) "/" Sent'),
        ("russian", f'(\\HasNoChildren \\Sent) "/" {SENT_ENCODED}'),
        ("unflagged", f'(\\HasNoChildren) "/" {SENT_ENCODED}'),
        ("prefixed", '(\\HasNoChildren) "." INBOX.Sent'),
        ("cyrillic-secret", '(\\HasNoChildren \\Sent) "/" Sent'),
        ("two-sent", '(\\HasNoChildren) "/" Sent'),
    ],
)
def test_sent_folder(dovecot: Dovecot, certificates: Certificates, name: str, expected: str) -> None:
    with logged_in(dovecot, certificates, MAILBOXES[name]) as client:
        assert expected in folders(client)


@pytest.mark.parametrize("name", ["nosent", "prefixed-nosent"])
def test_no_sent_folder(dovecot: Dovecot, certificates: Certificates, name: str) -> None:
    with logged_in(dovecot, certificates, MAILBOXES[name]) as client:
        assert not [line for line in folders(client) if "Sent" in line or SENT_ENCODED in line]


def test_many_folders(dovecot: Dovecot, certificates: Certificates) -> None:
    with logged_in(dovecot, certificates, MAILBOXES["many"]) as client:
        assert len(folders(client)) > 200


def test_a_folder_that_may_not_be_opened(dovecot: Dovecot, certificates: Certificates) -> None:
    with logged_in(dovecot, certificates, MAILBOXES["barred"]) as client:
        assert client.select("Sent", readonly=True)[0] == "NO"


@pytest.mark.parametrize(("name", "used"), [("nearly-full", b"STORAGE 95 100"), ("full", b"STORAGE 20 10")])
def test_quota(dovecot: Dovecot, certificates: Certificates, name: str, used: bytes) -> None:
    with logged_in(dovecot, certificates, MAILBOXES[name]) as client:
        assert used in str(client.getquotaroot("INBOX")).encode()


@pytest.mark.parametrize(
    ("name", "secret", "words"),
    [
        ("alice", "wrong", "[AUTHENTICATIONFAILED] Authentication failed."),
        ("denied", "", "[AUTHENTICATIONFAILED] Authentication failed."),
        ("locked", "", "[CONTACTADMIN] Ваш ящик заблокирован администратором"),
        ("imapoff", "", "[CONTACTADMIN] IMAP access is disabled for this mailbox"),
    ],
)
def test_refused_login(dovecot: Dovecot, certificates: Certificates, name: str, secret: str, words: str) -> None:
    assert words in refusal(dovecot, certificates, MAILBOXES[name], secret)


def test_too_many_connections(dovecot: Dovecot, certificates: Certificates) -> None:
    with ExitStack() as open_connections:
        for _ in range(MOST_CONNECTIONS):
            open_connections.enter_context(logged_in(dovecot, certificates, MAILBOXES["crowded"]))
        assert "[LIMIT]" in refusal(dovecot, certificates, MAILBOXES["crowded"])


def test_starttls(dovecot: Dovecot, certificates: Certificates) -> None:
    with imaplib.IMAP4("localhost", dovecot.starttls_port, timeout=10) as client:
        client.starttls(certificates.client())
        assert client.login(MAILBOXES["alice"].address, MAILBOXES["alice"].secret)[0] == "OK"


def test_no_login_without_encryption_on_the_second_address(dovecot: Dovecot) -> None:
    with imaplib.IMAP4("127.0.0.2", dovecot.starttls_port, timeout=10) as client:
        assert "LOGINDISABLED" in client.capabilities


@pytest.mark.parametrize("fault", FAULTS)
def test_faulty_certificates(dovecot_with: Callable[[str], Dovecot], certificates: Certificates, fault: str) -> None:
    port = dovecot_with(fault).tls_port
    if fault == "expires-soon":
        with connection(port, certificates) as client:
            assert client.noop()[0] == "OK"
        return
    with pytest.raises(ssl.SSLCertVerificationError), connection(port, certificates):
        pass


def test_a_list_that_never_comes(dovecot: Dovecot, certificates: Certificates) -> None:
    encryption = Encryption(certificates.server("good"), certificates.client())
    with Proxy(dovecot.tls_port, silent_after=b"LIST", encryption=encryption) as proxy:
        alice = MAILBOXES["alice"]
        with connection(proxy.port, certificates) as client:
            client.login(alice.address, alice.secret)
            client.socket().settimeout(0.3)
            with pytest.raises(TimeoutError):
                client.list()


def test_a_long_way_to_the_server(dovecot: Dovecot, certificates: Certificates) -> None:
    """A full talk through the proxy; its delay itself is measured in tests/bench."""
    started = time.monotonic()
    with Proxy(dovecot.tls_port, delay=0.01) as proxy, connection(proxy.port, certificates) as client:
        assert client.noop()[0] == "OK"
    assert time.monotonic() - started > 0.06  # TCP, TLS and NOOP: three round trips


def test_ipv6(dovecot: Dovecot) -> None:
    if not socket.has_ipv6 or len(dovecot.addresses) < 3:
        pytest.skip("this machine has no ::1")
    with socket.create_connection(("::1", dovecot.starttls_port), 5) as client:
        assert client.recv(400).startswith(b"* OK")
