"""By which mechanism, and when not at all."""

from __future__ import annotations

import pytest

from mailcheck.checks.login import imap_mechanism, smtp_mechanism
from mailcheck.domain.account import Credentials, Secret
from mailcheck.probes.errors import ProbeError


def credentials(secret: str = "sesame", username: str = "anna@example.test") -> Credentials:
    return Credentials(username, Secret(secret))


@pytest.mark.parametrize(
    ("capabilities", "secret", "mechanism"),
    [
        ("IMAP4rev1 AUTH=PLAIN", "sesame", "LOGIN"),
        ("IMAP4rev1", "sesame", "LOGIN"),
        ("IMAP4rev1 LOGINDISABLED AUTH=PLAIN", "sesame", "PLAIN"),
        ("IMAP4rev1 AUTH=PLAIN", "пароль", "PLAIN"),
        ("IMAP4rev1 AUTH=LOGIN", "пароль", "AUTH=LOGIN"),
        ("IMAP4rev1", "пароль", "LOGIN"),
        ("IMAP4rev1 LOGINDISABLED AUTH=CRAM-MD5", "sesame", "CRAM-MD5"),
    ],
)
def test_imap(capabilities: str, secret: str, mechanism: str) -> None:
    assert imap_mechanism(frozenset(capabilities.split()), credentials(secret), encrypted=True) == mechanism


@pytest.mark.parametrize(
    ("offered", "mechanism"),
    [(("XOAUTH2", "LOGIN", "PLAIN"), "PLAIN"), (("CRAM-MD5", "LOGIN"), "LOGIN"), (("CRAM-MD5",), "CRAM-MD5")],
)
def test_smtp(offered: tuple[str, ...], mechanism: str) -> None:
    assert smtp_mechanism(offered, False, encrypted=True) == mechanism


@pytest.mark.parametrize(
    ("offered", "encrypted", "code"),
    [
        ((), True, "mechanism-not-offered"),
        (("GSSAPI", "XOAUTH2"), True, "mechanism-not-offered"),
        (("XOAUTH2",), True, "password-login-disabled"),
        (("OAUTHBEARER", "XOAUTH2"), True, "password-login-disabled"),
        ((), False, "login-needs-tls"),
    ],
)
def test_no_mechanism(offered: tuple[str, ...], encrypted: bool, code: str) -> None:
    with pytest.raises(ProbeError) as caught:
        smtp_mechanism(offered, not encrypted, encrypted=encrypted)
    assert caught.value.code == code
    capabilities = {"LOGINDISABLED", "STARTTLS", *(f"AUTH={name}" for name in offered)}
    with pytest.raises(ProbeError) as caught:
        imap_mechanism(frozenset(capabilities), credentials(), encrypted=encrypted)
    assert caught.value.code == code
