"""Certificates for scripted servers: an authority that the tests trust, others that they do not, and every fault."""

from __future__ import annotations

import datetime
import ssl
import warnings
from collections.abc import Callable
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAMES = ("localhost", "127.0.0.1")


class Certificates:
    """Contexts for servers, by the fault in their certificate; each is made once."""

    def __init__(self, folder: Path) -> None:
        self.ca = trustme.CA(organization_name="mailcheck tests")
        self.ca_file = folder / "ca.pem"
        self.ca.cert_pem.write_to_path(self.ca_file)
        self.authorities = self.ca.cert_pem.bytes().decode()
        self.system_file = folder / "system.pem"
        trustme.CA(organization_name="the system's only authority").cert_pem.write_to_path(self.system_file)
        self._folder = folder
        self._made: dict[str, ssl.SSLContext] = {}

    def good(self) -> ssl.SSLContext:
        return self._once("good", lambda: _context(self.ca.issue_cert(*NAMES)))

    def expired(self, days: int = 3) -> ssl.SSLContext:
        return self._once(f"expired {days}", lambda: _context(self.ca.issue_cert(*NAMES, not_after=_day(-days))))

    def expiring(self, days: int) -> ssl.SSLContext:
        return self._once(f"expiring {days}", lambda: _context(self.ca.issue_cert(*NAMES, not_after=_day(days))))

    def not_yet_valid(self) -> ssl.SSLContext:
        later, latest = _day(2), _day(60)
        return self._once("future", lambda: _context(self.ca.issue_cert(*NAMES, not_before=later, not_after=latest)))

    def for_names(self, *names: str, days: int = 60) -> ssl.SSLContext:
        """Valid for so many days from now on; of the past, when they are fewer than none."""
        return self._once(f"for {names}, {days}", lambda: _context(self.ca.issue_cert(*names, not_after=_day(days))))

    def unknown(self, organization: str = "unknown to all") -> ssl.SSLContext:
        """Signed by an authority of that name, which nobody trusts."""
        authority = trustme.CA(organization_name=organization)
        return self._once(f"unknown {organization}", lambda: _context(authority.issue_cert(*NAMES)))

    def of_trusted_authority_named(self, organization: str) -> tuple[ssl.SSLContext, str]:
        """A certificate, and the PEM to trust its authority by: what an antivirus on this computer sets up."""
        authority = trustme.CA(organization_name=organization)
        return _context(authority.issue_cert(*NAMES)), authority.cert_pem.bytes().decode()

    def self_signed(self) -> ssl.SSLContext:
        return self._once("self-signed", lambda: _self_signed(self._folder / "self-signed.pem"))

    def old(self) -> ssl.SSLContext:
        """A good certificate on a server that speaks nothing newer than TLS 1.1."""
        return self._once("old", lambda: _old(self.ca.issue_cert(*NAMES)))

    def _once(self, name: str, make: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]


def _day(days: int) -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days, hours=1)


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def _old(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = _context(certificate)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():  # Python warns of the versions that this server is made to speak
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def _self_signed(file: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.test")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), _day(-2), _day(60))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(pem + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
