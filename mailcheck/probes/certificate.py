"""A server certificate read as facts (RFC 5280): whose it is, who vouches for it, from when until when."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtensionOID, NameOID

from mailcheck.probes.redact import printable


@dataclass(frozen=True, slots=True)
class Certificate:
    """Texts come from the server: they are shown escaped. `fingerprint` is SHA-256 in upper-case hex pairs."""

    subject: str
    names: tuple[str, ...]
    issuer: str
    not_before: datetime
    not_after: datetime
    fingerprint: str
    self_signed: bool
    chain_issuers: tuple[str, ...] = ()  # who signed each certificate that the server sent, the leaf's first

    def days_left(self, now: datetime | None = None) -> int:
        """Whole days until it ends; negative when it has ended."""
        return (self.not_after - (now or datetime.now(UTC))).days


def peer_chain(tls: ssl.SSLObject) -> tuple[bytes, ...]:
    """What the server sent, as DER, the leaf first. Public since Python 3.13, there in the C object before."""
    getter = getattr(tls, "get_unverified_chain", None) or tls._sslobj.get_unverified_chain  # type: ignore[attr-defined]
    chain = getter() or ()
    return tuple(c if isinstance(c, bytes) else ssl.PEM_cert_to_DER_cert(c.public_bytes()) for c in chain)


def read_certificate(chain: tuple[bytes, ...]) -> Certificate:
    """Read the leaf of a chain. ValueError when it cannot be parsed."""
    try:
        return _read(chain)
    except (x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType) as error:
        raise ValueError(type(error).__name__) from error


def _read(chain: tuple[bytes, ...]) -> Certificate:
    parsed = [x509.load_der_x509_certificate(der) for der in chain]
    leaf = parsed[0]
    return Certificate(
        subject=_name(leaf.subject),
        names=_names(leaf),
        issuer=_name(leaf.issuer),
        not_before=leaf.not_valid_before_utc,
        not_after=leaf.not_valid_after_utc,
        fingerprint=leaf.fingerprint(hashes.SHA256()).hex(":").upper(),
        self_signed=leaf.issuer == leaf.subject,
        chain_issuers=tuple(_name(certificate.issuer) for certificate in parsed),
    )


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    """subjectAltName, or the common name where there is none (a very old certificate)."""
    try:
        extension = certificate.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME)
        assert isinstance(extension.value, x509.SubjectAlternativeName)
        dns = extension.value.get_values_for_type(x509.DNSName)
        ips = [str(ip) for ip in extension.value.get_values_for_type(x509.IPAddress)]
        return tuple(_clean(name) for name in (*dns, *ips))
    except (x509.ExtensionNotFound, ValueError):
        return tuple(_values(certificate.subject, NameOID.COMMON_NAME))


def _name(name: x509.Name) -> str:
    """Organisation and common name: what a person recognises."""
    parts = [*_values(name, NameOID.COMMON_NAME), *_values(name, NameOID.ORGANIZATION_NAME)]
    return ", ".join(dict.fromkeys(parts)) or _clean(name.rfc4514_string())


def _values(name: x509.Name, oid: x509.ObjectIdentifier) -> list[str]:
    return [_clean(str(attribute.value)) for attribute in name.get_attributes_for_oid(oid)]


def _clean(text: str) -> str:
    return printable(text.encode("utf-8", "backslashreplace"))[:200]
