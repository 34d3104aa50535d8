"""Issuers recognised by name."""

from __future__ import annotations

import pytest

from mailcheck.checks.authorities import interceptor, is_national


@pytest.mark.parametrize(
    ("issuer", "program"),
    [
        ("Kaspersky Anti-Virus Personal Root Certificate", "Kaspersky"),
        ("ESET SSL Filter CA, ESET, spol. s r. o.", "ESET"),
        ("Dr.Web Scanner", "Dr.Web"),
        ("avast! Mail Scanner Root", "Avast"),
        ("R11, Let's Encrypt", None),
        ("GlobalSign GCC R3 DV TLS CA 2020", None),
        ("YandexCA, Yandex LLC", None),
        ("DigiCert Global G2 TLS RSA SHA256 2020 CA1", None),
        ("Amazon RSA 2048 M02", None),
        ("Sectigo RSA Domain Validation Secure Server CA", None),
    ],
)
def test_interceptor(issuer: str, program: str | None) -> None:
    assert interceptor(("R11", issuer)) == program


def test_national() -> None:
    assert is_national(("Russian Trusted Sub CA, The Ministry of Digital Development",))
    assert not is_national(("R11, Let's Encrypt",))
    assert not is_national(())
