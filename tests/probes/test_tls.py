"""Which fault of a certificate it is, and which list of authorities refuses it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import certifi
import pytest
import trustme

from mailcheck.probes import tls
from mailcheck.probes.certificate import Certificate, read_certificate
from tests.certificates import Certificates
from tests.probes.test_certificate import der, made


@pytest.fixture
def mozilla_list(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if the tests' authority were in Mozilla's list."""
    monkeypatch.setattr(certifi, "where", lambda: str(certificates.ca_file))
    tls._mozilla_store.cache_clear()
    yield
    tls._mozilla_store.cache_clear()


def test_mozilla(certificates: Certificates) -> None:
    chain = der(certificates.ca.issue_cert("localhost"))
    assert not tls.trusted_by_mozilla(chain)
    assert tls.trusted_by_mozilla(chain, certificates.authorities)
    assert not tls.trusted_by_mozilla(made("self-signed.test"), certificates.authorities)


def test_mozilla_alone(certificates: Certificates, mozilla_list: None) -> None:
    assert tls.trusted_by_mozilla(der(certificates.ca.issue_cert("localhost")))
    assert not tls.trusted_by_mozilla(der(trustme.CA().issue_cert("localhost")))


def certificate(**changes: object) -> Certificate:
    facts = read_certificate(made("mail.example.test"))
    return Certificate(**{name: changes.get(name, getattr(facts, name)) for name in Certificate.__slots__})  # type: ignore[arg-type]


def refusal(number: int | None = None) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    if number is not None:
        error.verify_code = number
    return error


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (9, "certificate-not-yet-valid"),
        (10, "certificate-expired"),
        (18, "certificate-self-signed"),
        (19, "certificate-unknown-authority"),
        (20, "certificate-unknown-authority"),
        (62, "certificate-wrong-host"),
        (66, "tls-too-old"),
    ],
)
def test_by_number(number: int, code: str) -> None:
    assert tls.certificate_code(certificate(), "mail.example.test", refusal(number)) == code


def test_stores_that_give_no_number() -> None:
    good = certificate(self_signed=False)
    facts = {"later": good.not_after, "earlier": good.not_before}
    cases = (
        (certificate(not_after=facts["earlier"]), "mail.example.test", "certificate-expired"),
        (certificate(not_before=facts["later"]), "mail.example.test", "certificate-not-yet-valid"),
        (certificate(), "mail.example.test", "certificate-self-signed"),
        (good, "mail.example.test", "certificate-unknown-authority"),
        (good, "other.test", "certificate-wrong-host"),
    )
    for facts_of_one, host, code in cases:
        assert tls.certificate_code(facts_of_one, host, refusal()) == code


def test_contexts() -> None:
    """What is used to log in never goes below TLS 1.2, with or without consent."""
    assert tls.unverified_context().minimum_version >= ssl.TLSVersion.TLSv1_2
    assert tls.system_context().verify_mode is ssl.CERT_REQUIRED
    assert tls.system_context().check_hostname
    assert tls.reading_context().verify_mode is ssl.CERT_NONE
