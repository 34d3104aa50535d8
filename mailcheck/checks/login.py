"""Whether to log in at all, and by which mechanism. One login per protocol and run, never a second try."""

from __future__ import annotations

from mailcheck.checks.run import Run
from mailcheck.checks.stage import Story
from mailcheck.domain.account import Credentials
from mailcheck.domain.finding import Stage
from mailcheck.domain.provider import PasswordKind
from mailcheck.probes.errors import ProbeError

_OAUTH = frozenset({"XOAUTH2", "OAUTHBEARER"})
_ATOM_SPECIALS = frozenset('(){%*"\\] ')  # RFC 9051 section 9: these need quoting, which imaplib does not do for names


def may_log_in(run: Run, story: Story) -> bool:
    """False when the story stops before the password. A provider known to take no password is not tried."""
    assert story.service
    provider = run.provider
    if run.credentials(story.service).secret is None:
        reason = "no-password" if run.settings.login else "not-asked-for"
        story.skip(Stage.AUTHENTICATE, None, reason=reason)
        return False
    if provider and provider.password[story.service] is PasswordKind.OAUTH and "password" not in provider.unconfirmed:
        with story.stage(Stage.AUTHENTICATE):
            raise ProbeError("password-login-disabled", source="provider")
    return True


def imap_mechanism(capabilities: frozenset[str], credentials: Credentials, *, encrypted: bool) -> str:
    """ "LOGIN", or "PLAIN" where LOGIN is off or could not carry the name or the password (RFC 9051 section 6.2.3)."""
    assert credentials.secret
    plain = "AUTH=PLAIN" in capabilities
    login = "LOGINDISABLED" not in capabilities
    simple = credentials.username.isascii() and credentials.secret.reveal().isascii()
    if login and simple and not set(credentials.username) & _ATOM_SPECIALS:
        return "LOGIN"
    if plain:
        return "PLAIN"
    mechanisms = tuple(word.removeprefix("AUTH=") for word in sorted(capabilities) if word.startswith("AUTH="))
    if not encrypted and "STARTTLS" in capabilities:
        raise ProbeError("login-needs-tls", mechanisms=", ".join(mechanisms))
    raise _no_mechanism(mechanisms)


def smtp_mechanism(offered: tuple[str, ...], starttls_offered: bool, *, encrypted: bool) -> str:
    """PLAIN before LOGIN before CRAM-MD5: the first is what every server of today has (RFC 4954)."""
    for mechanism in ("PLAIN", "LOGIN", "CRAM-MD5"):
        if mechanism in offered:
            return mechanism
    if not encrypted and starttls_offered:
        raise ProbeError("login-needs-tls", mechanisms=", ".join(offered))
    raise _no_mechanism(offered)


def _no_mechanism(offered: tuple[str, ...]) -> ProbeError:
    if offered and set(offered) <= _OAUTH:
        return ProbeError("password-login-disabled", mechanisms=", ".join(offered), source="server")
    return ProbeError("mechanism-not-offered", mechanisms=", ".join(offered))
