"""Certificates read as facts; texts from a server cannot do harm."""

from __future__ import annotations

import datetime
import ssl
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mailcheck.probes.certificate import read_certificate
from mailcheck.probes.errors import ProbeError
from mailcheck.probes.tls import matches, read_chain

CA = trustme.CA(organization_name="Test Authority")


def der(leaf: trustme.LeafCert) -> tuple[bytes, ...]:
    return (ssl.PEM_cert_to_DER_cert(leaf.cert_chain_pems[0].bytes().decode()),)


def made(common_name: str, *names: x509.GeneralName) -> tuple[bytes, ...]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    now = datetime.datetime.now(datetime.UTC)
    serial = x509.random_serial_number()
    builder = x509.CertificateBuilder(name, name, key.public_key(), serial, now, now + datetime.timedelta(days=30))
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        builder = builder.add_extension(x509.IssuerAlternativeName(names), critical=False)
    return (builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER),)


def test_facts() -> None:
    certificate = read_certificate(der(CA.issue_cert("mail.example.test", "*.example.test", "192.0.2.7")))
    assert certificate.names == ("mail.example.test", "*.example.test", "192.0.2.7")
    assert "Test Authority" in certificate.issuer
    assert not certificate.self_signed
    assert certificate.chain_issuers == (certificate.issuer,)
    assert certificate.fingerprint.count(":") == 31


def test_common_name_where_there_is_no_other() -> None:
    certificate = read_certificate(made("old.example.test"))
    assert certificate.names == ("old.example.test",)
    assert certificate.self_signed


def test_names_are_shown_escaped() -> None:
    certificate = read_certificate(made("\x1b[2J\u202emoc", x509.DNSName("evil\x1b.test")))
    assert certificate.subject.isprintable() and certificate.issuer.isprintable()
    assert all(name.isprintable() for name in certificate.names)


def test_days() -> None:
    certificate = read_certificate(made("x.test"))
    now = datetime.datetime.now(datetime.UTC)
    assert certificate.days_left() == 29
    assert certificate.days_left(now + datetime.timedelta(days=33)) == -4


@pytest.mark.parametrize("chain", [(), (b"",), (b"no certificate",)])
def test_no_certificate(chain: tuple[bytes, ...]) -> None:
    with pytest.raises(ProbeError) as caught:
        read_chain(chain)
    assert caught.value.code == "tls-handshake-failed"


@pytest.mark.parametrize(
    ("names", "host", "fits"),
    [
        (["mail.example.test"], "mail.example.test", True),
        (["MAIL.example.test"], "mail.EXAMPLE.test.", True),
        (["*.example.test"], "mail.example.test", True),
        (["*.example.test"], "example.test", False),
        (["*.example.test"], "a.mail.example.test", False),
        (["*.test"], "example.test", False),
        (["*"], "example.test", False),
        (["m*.example.test"], "mail.example.test", False),
        ([], "mail.example.test", False),
    ],
)
def test_matches(names: list[str], host: str, fits: bool) -> None:
    certificate = read_certificate(made("nobody.test", *map(x509.DNSName, names or ["nobody.test"])))
    assert matches(certificate, host) is fits


def test_file(tmp_path: Path) -> None:
    """The chain that a server sends has the authority in it: its issuers are looked at, too."""
    middle = CA.create_child_ca()
    chain = der(middle.issue_cert("x.test")) + tuple(
        ssl.PEM_cert_to_DER_cert(blob.bytes().decode()) for blob in middle.issue_cert("y.test").cert_chain_pems[1:]
    )
    assert len(read_certificate(chain).chain_issuers) == len(chain) >= 2


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b"\x55\x1d\x12", b"\x55\x1d\x11"),  # issuerAltName becomes a second subjectAltName
        (b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x07"),  # there is no version 8
    ],
)
def test_a_certificate_against_the_rules_is_the_servers_fault(good: bytes, bad: bytes) -> None:
    (made_der,) = made("x.test", x509.DNSName("x.test"))
    assert made_der.count(good) == 1
    with pytest.raises(ProbeError, match="tls-handshake-failed"):
        read_chain((made_der.replace(good, bad),))
