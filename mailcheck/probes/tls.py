"""TLS contexts and the second opinion: would the public (Mozilla) list of authorities accept this chain too?"""

from __future__ import annotations

import re
import ssl
from datetime import UTC, datetime
from functools import lru_cache

import certifi
import truststore
from cryptography import x509

from mailcheck.probes.certificate import Certificate, read_certificate
from mailcheck.probes.errors import ProbeError


def system_context(authorities: str = "") -> ssl.SSLContext:
    """Verifies against this computer's store and `authorities` (PEM). One per conversation: it locks itself."""
    context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if authorities:
        context.load_verify_locations(cadata=authorities)
    return context


def reading_context() -> ssl.SSLContext:
    """Verifies nothing and takes every old version: only to read a certificate, never to log in."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def unverified_context() -> ssl.SSLContext:
    """Modern TLS without verification: for a login that the person consented to for this run."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def read_chain(chain: tuple[bytes, ...]) -> Certificate:
    """The leaf as facts. ProbeError tls-handshake-failed when the server sent something that is no certificate."""
    try:
        return read_certificate(chain)
    except (ValueError, IndexError) as error:
        raise ProbeError("tls-handshake-failed", reason="certificate-unreadable") from error


@lru_cache(maxsize=2)
def _mozilla_store(authorities: str) -> object:
    from OpenSSL import crypto  # noqa: PLC0415 - slow to import, not needed when nothing gets as far as TLS

    store = crypto.X509Store()
    store.load_locations(certifi.where())
    for certificate in x509.load_pem_x509_certificates(authorities.encode()) if authorities else ():
        store.add_cert(crypto.X509.from_cryptography(certificate))
    return store


def trusted_by_mozilla(chain: tuple[bytes, ...], authorities: str = "") -> bool:
    """Whether the chain leads to a root of Mozilla's list (certifi), judged by OpenSSL; names and dates aside."""
    from OpenSSL import crypto  # noqa: PLC0415

    certificates = [crypto.load_certificate(crypto.FILETYPE_ASN1, der) for der in chain]
    store = _mozilla_store(authorities)
    assert isinstance(store, crypto.X509Store)
    context = crypto.X509StoreContext(store, certificates[0], certificates[1:])
    try:
        context.verify_certificate()
    except crypto.X509StoreContextError as error:
        return error.errors[0] in _VALIDITY  # dates are judged on their own
    return True


_VALIDITY = {9, 10}  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED


def matches(certificate: Certificate, host: str) -> bool:
    """RFC 9525 section 6.3: a wildcard stands for exactly one whole left-most label."""
    host = host.rstrip(".").lower()
    for name in certificate.names:
        pattern = name.rstrip(".").lower()
        if pattern == host:
            return True
        if pattern.startswith("*.") and host.partition(".")[2] == pattern[2:] and "." in pattern[2:]:
            return True
    return False


_TOO_OLD = re.compile(
    "UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|NO_SHARED_CIPHER|DH_KEY_TOO_SMALL|KEY_TOO_SMALL|KEY_TOO_WEAK|MD_TOO_WEAK"
    "|LEGACY_SIGALG|UNSAFE_LEGACY|WRONG_SIGNATURE_TYPE|NO_CIPHERS|HANDSHAKE_FAILURE|VERSION_TOO_LOW|BAD_SIGNATURE"
)


def looks_too_old(error: ssl.SSLError) -> bool:
    """Whether the handshake may have failed only because the server's TLS is old: to be proved by trying."""
    return bool(_TOO_OLD.search(str(getattr(error, "reason", "") or "")))  # truststore's own errors have none


def refusal_code(error: ssl.SSLCertVerificationError) -> str | None:
    """The fault by OpenSSL's number (X509_V_ERR_...); None for a rarer one, and for stores that give no number."""
    return {
        9: "certificate-not-yet-valid",
        10: "certificate-expired",
        18: "certificate-self-signed",
        19: "certificate-unknown-authority",
        20: "certificate-unknown-authority",
        21: "certificate-unknown-authority",
        62: "certificate-wrong-host",
        64: "certificate-wrong-host",
        66: "tls-too-old",  # the keys are too short, or signed with what nobody takes any more
        67: "tls-too-old",
        68: "tls-too-old",
    }.get(getattr(error, "verify_code", 0))


def certificate_code(certificate: Certificate, host: str, error: ssl.SSLCertVerificationError) -> str:
    """Which of the certificate faults it is. OpenSSL names the first it meets; other systems' stores do not."""
    code = refusal_code(error)
    if code:
        return code
    now = datetime.now(UTC)
    if certificate.not_after < now:
        return "certificate-expired"
    if certificate.not_before > now:
        return "certificate-not-yet-valid"
    if certificate.self_signed:
        return "certificate-self-signed"
    return "certificate-unknown-authority" if matches(certificate, host) else "certificate-wrong-host"
