"""The certificate authority of one practice run, and server certificates with every fault that the check knows."""

from __future__ import annotations

import datetime
import ipaddress
import os
import ssl
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from mailcheck.lab.scenario import CERTIFICATES

NAME = "mailcheck practice authority"
_UNKNOWN = "authority that nobody knows"
_ELSEWHERE = "mail.another-hosting.example"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_DAYS = {"expired": -3, "expires-soon": 5}
"""Days until a certificate ends, where that is its fault."""
_GOOD_DAYS = 90


class Authority:
    """A root of its own for each run: its key lives in this object alone."""

    def __init__(self, name: str = NAME) -> None:
        self._name = _name(name)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._certificate = self._certify_itself()
        self.pem: str = self._certificate.public_bytes(serialization.Encoding.PEM).decode()

    def context(self, host: str, fault: str) -> ssl.SSLContext:
        """The server side of TLS for `host`; `fault` is one of CERTIFICATES."""
        if fault not in CERTIFICATES:
            raise ValueError(fault)
        names = (_ELSEWHERE,) if fault == "wrong-name" else (host, *_LOOPBACK)
        days = _DAYS.get(fault, _GOOD_DAYS)
        key = ec.generate_private_key(ec.SECP256R1())
        if fault == "self-signed":
            certificate = _certificate(names, days, key.public_key(), _name(host), key)
        else:
            signer = Authority(_UNKNOWN) if fault == "unknown-authority" else self
            certificate = signer._certify(names, days, key.public_key())
        return _context(certificate, key)

    def _certify(self, names: tuple[str, ...], days: int, key: ec.EllipticCurvePublicKey) -> x509.Certificate:
        return _certificate(names, days, key, self._name, self._key)

    def _certify_itself(self) -> x509.Certificate:
        """With all that strict verification asks of an authority (RFC 5280 section 4.2.1)."""
        key = self._key.public_key()
        return (
            x509.CertificateBuilder(self._name, self._name, key, x509.random_serial_number(), _day(-365), _day(365))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(authority=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key), critical=False)
            .sign(self._key, hashes.SHA256())
        )


def _certificate(
    names: tuple[str, ...],
    days: int,
    key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    begin, end = _day(days - _GOOD_DAYS - 1), _day(days)  # a clock that is slow takes it too
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return (
        x509.CertificateBuilder(issuer, _name(names[0]), key, x509.random_serial_number(), begin, end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_subject(name) for name in names]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(signer, critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _subject(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name.encode("idna").decode())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:64])])  # 64: RFC 5280 appendix A.1


def _day(days: int) -> datetime.datetime:
    """An hour more, so that what ends in 5 days does so all through a run."""
    return datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days, hours=1)


def _context(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _load(
        context,
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM),
    )
    return context


def _load(context: ssl.SSLContext, chain: bytes) -> None:
    """load_cert_chain wants a path: one into memory where the system has that, else of a file that is gone at once."""
    if hasattr(os, "memfd_create") and Path("/proc/self/fd").is_dir():
        descriptor = os.memfd_create("chain")
        try:
            os.write(descriptor, chain)
            context.load_cert_chain(f"/proc/self/fd/{descriptor}")
        finally:
            os.close(descriptor)
        return
    descriptor, path = tempfile.mkstemp()  # readable by this user alone
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(chain)
        context.load_cert_chain(path)
    finally:
        Path(path).unlink()
