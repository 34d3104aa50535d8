"""The private Postfix behaves as postfix.py says: what the tests of the check stand on."""

from __future__ import annotations

import imaplib
import smtplib
import ssl
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.real.certificates import FAULTS, Certificates
from tests.real.dovecot import Dovecot
from tests.real.mailboxes import MAILBOXES
from tests.real.postfix import Postfix

Answer = tuple[int, str]


@contextmanager
def connection(postfix: Postfix, certificates: Certificates, listener: str = "tls") -> Iterator[smtplib.SMTP]:
    port = postfix.port(listener)
    if listener.endswith("starttls"):
        with smtplib.SMTP("localhost", port, timeout=10) as client:
            client.starttls(context=certificates.client())
            client.ehlo()
            yield client
    else:
        with smtplib.SMTP_SSL("localhost", port, timeout=10, context=certificates.client()) as client:
            client.ehlo()
            yield client


def submit(client: smtplib.SMTP, name: str, sender: str = "", recipient: str = "") -> Answer:
    """Log in as this mailbox, ask as far as RCPT, give the last answer."""
    mailbox = MAILBOXES[name]
    client.login(mailbox.address, mailbox.secret)
    client.mail(sender or mailbox.address)
    code, words = client.rcpt(recipient or mailbox.address)
    return code, words.decode()


@pytest.mark.parametrize("listener", ["tls", "starttls"])
def test_all_is_well(postfix: Postfix, certificates: Certificates, listener: str) -> None:
    with connection(postfix, certificates, listener) as client:
        assert submit(client, "alice")[0] == 250


@pytest.mark.parametrize("name", ["imapoff", "cyrillic-secret"])
def test_accepted_logins(postfix: Postfix, certificates: Certificates, name: str) -> None:
    mailbox = MAILBOXES[name]
    with connection(postfix, certificates) as client:
        # by hand: smtplib's own login knows ASCII only
        answer = b64encode(f"\0{mailbox.address}\0{mailbox.secret}".encode()).decode("ascii")
        assert client.docmd("AUTH PLAIN", answer)[0] == 235


@pytest.mark.parametrize("name", ["smtpoff", "locked", "denied"])
def test_refused_logins(postfix: Postfix, certificates: Certificates, name: str) -> None:
    with connection(postfix, certificates) as client, pytest.raises(smtplib.SMTPAuthenticationError) as refused:
        submit(client, name)
    assert refused.value.smtp_code == 535


@pytest.mark.parametrize(("name", "sender"), [("alice", "bob@example.test"), ("stranger", "")])
def test_sender_not_owned(postfix: Postfix, certificates: Certificates, name: str, sender: str) -> None:
    with connection(postfix, certificates) as client:
        code, words = submit(client, name, sender=sender)
    assert code == 553
    assert "not owned by user" in words


@pytest.mark.parametrize(
    ("recipient", "code"), [("greylisted", 450), ("spam", 554), ("nobody", 550), ("bob", 250), ("shared", 250)]
)
def test_recipients(postfix: Postfix, certificates: Certificates, recipient: str, code: int) -> None:
    with connection(postfix, certificates) as client:
        assert submit(client, "alice", recipient=f"{recipient}@example.test")[0] == code


def test_a_full_mailbox_is_refused_where_quota_is_asked(postfix: Postfix, certificates: Certificates) -> None:
    with connection(postfix, certificates, "quota-tls") as client:
        code, words = submit(client, "full")
        assert (code, words.split()[0]) == (552, "5.2.2")
        assert client.rcpt(MAILBOXES["alice"].address)[0] == 250


@pytest.mark.parametrize(("listener", "size"), [("tls", "40960000"), ("small-tls", "1000000")])
def test_size_limit(postfix: Postfix, certificates: Certificates, listener: str, size: str) -> None:
    with connection(postfix, certificates, listener) as client:
        assert client.esmtp_features["size"] == size


def test_neither_tls_nor_login(postfix: Postfix) -> None:
    with smtplib.SMTP("localhost", postfix.port("plain"), timeout=10) as client:
        client.ehlo()
        assert not client.has_extn("starttls")
        assert not client.has_extn("auth")


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "expires-soon"])
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_faulty_certificates(postfix: Postfix, certificates: Certificates, fault: str, security: str) -> None:
    with (
        pytest.raises(ssl.SSLCertVerificationError),
        connection(postfix, certificates, f"{fault}-{security}"),
    ):
        pass


def test_a_letter_arrives(postfix: Postfix, dovecot: Dovecot, certificates: Certificates) -> None:
    bob = MAILBOXES["bob"]
    mark = f"<{time.time_ns()}@example.test>"
    with connection(postfix, certificates) as client:
        client.login(bob.address, bob.secret)
        client.sendmail(bob.address, bob.address, f"Message-ID: {mark}\r\nSubject: hello\r\n\r\nhello\r\n")
    with imaplib.IMAP4_SSL("localhost", dovecot.tls_port, ssl_context=certificates.client(), timeout=10) as mailbox:
        mailbox.login(bob.address, bob.secret)
        limit = time.monotonic() + 5
        found = [b""]
        while found == [b""] and time.monotonic() < limit:
            mailbox.select("INBOX", readonly=True)
            found = mailbox.search(None, "HEADER", "Message-ID", mark)[1]
            time.sleep(0.02)
    assert found != [b""]
