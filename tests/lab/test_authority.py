"""Certificates of a practice run as Python's TLS judges them, strictly too."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import pytest
from cryptography import x509

from mailcheck.lab.authority import NAME, Authority
from mailcheck.lab.scenario import CERTIFICATES

AUTHORITY = Authority()
HOST = "imap.example"


def _shake(server: ssl.SSLContext, host: str, *, strict: bool = True) -> ssl.SSLObject:
    """A handshake in memory; raises what the client finds."""
    context = ssl.create_default_context(cadata=AUTHORITY.pem)
    if strict:
        context.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN  # as Python 3.13 does
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(to_client, to_server, server_hostname=host)
    other = server.wrap_bio(to_server, to_client, server_side=True)
    for side in (client, other, client, other):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    return client


@pytest.mark.parametrize("fault", ["good", "expires-soon"])
@pytest.mark.parametrize("host", [HOST, "localhost", "127.0.0.1", "::1"])
def test_what_is_in_order(fault: str, host: str) -> None:
    assert _shake(AUTHORITY.context(HOST, fault), host).version() == "TLSv1.3"


def test_a_host_in_other_letters() -> None:
    assert _shake(AUTHORITY.context("почта.пример", "good"), "почта.пример").version()


@pytest.mark.parametrize(
    ("fault", "code"), [("expired", 10), ("wrong-name", 62), ("self-signed", 18), ("unknown-authority", 20)]
)
@pytest.mark.parametrize("strict", [False, True])
def test_faults(fault: str, code: int, strict: bool) -> None:
    with pytest.raises(ssl.SSLCertVerificationError) as caught:
        _shake(AUTHORITY.context(HOST, fault), HOST, strict=strict)
    assert caught.value.verify_code == code


def test_another_name() -> None:
    assert _shake(AUTHORITY.context(HOST, "wrong-name"), "mail.another-hosting.example").version()


def test_a_fault_that_is_none() -> None:
    with pytest.raises(ValueError, match="odd"):
        AUTHORITY.context(HOST, "odd")


def test_each_run_has_an_authority_of_its_own() -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        _shake(Authority().context(HOST, "good"), HOST)
    assert x509.load_pem_x509_certificate(AUTHORITY.pem.encode()).subject.rfc4514_string() == f"CN={NAME}"
    assert "PRIVATE" not in AUTHORITY.pem


@pytest.mark.parametrize("fault", CERTIFICATES)
def test_a_system_without_files_in_memory(fault: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delattr(os, "memfd_create", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    AUTHORITY.context(HOST, fault)
    assert not list(tmp_path.iterdir())
