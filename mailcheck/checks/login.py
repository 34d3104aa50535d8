"""Whether to log in at all, and by which mechanism. One login per protocol and run, never a second try.

After a reply that locks the person out no login follows, not even by the other protocol.
"""

from __future__ import annotations

from mailcheck.checks.run import Run
from mailcheck.checks.stage import Story
from mailcheck.domain.account import Credentials, Security, Service
from mailcheck.domain.finding import Stage
from mailcheck.domain.provider import PasswordKind
from mailcheck.probes.errors import ProbeError

_OAUTH = frozenset({"XOAUTH2", "OAUTHBEARER"})


def may_log_in(run: Run, story: Story) -> bool:
    """False when the story stops before the password: it goes neither over an open line nor to a server that nobody
    has vouched for without consent, and a provider known to take no password is not tried: that is told even where
    none was given."""
    assert story.service
    provider = run.provider
    takes_none = (
        provider is not None
        and provider.password[story.service] is PasswordKind.OAUTH
        and "password" not in provider.unconfirmed
    )
    if takes_none and run.settings.login and not _is_open(run, story.service):
        with story.stage(Stage.AUTHENTICATE):
            raise ProbeError("password-login-disabled", source="provider")
    reason = _why_not(run, story.service)
    if reason:
        story.skip(Stage.AUTHENTICATE, None, reason=reason)
    return reason is None


def _why_not(run: Run, service: Service) -> str | None:
    reason = None
    if run.credentials(service).secret is None:
        reason = "no-password" if run.settings.login else "not-asked-for"
    elif _is_open(run, service):
        reason = "not-encrypted"
    elif not run.may_have_secret(service):
        reason = "not-confirmed"
    elif run.locked_out.is_set():
        reason = "locked-out"
    return reason


def _is_open(run: Run, service: Service) -> bool:
    """No encryption, and the person has not agreed to that."""
    endpoint = run.endpoint(service)
    return endpoint is not None and endpoint.security is Security.NONE and not run.settings.insecure


def imap_mechanism(capabilities: frozenset[str], credentials: Credentials, *, encrypted: bool) -> str:
    """ "LOGIN" (the command) wherever it will do; else the name of a mechanism of AUTHENTICATE, see Imap.login.

    Names and passwords beyond ASCII go by PLAIN, whose encoding is settled (RFC 4616), if the server has it.
    """
    assert credentials.secret
    login = "LOGINDISABLED" not in capabilities
    if login and credentials.username.isascii() and credentials.secret.reveal().isascii():
        return "LOGIN"
    if "AUTH=PLAIN" in capabilities:
        return "PLAIN"
    if "AUTH=LOGIN" in capabilities:
        return "AUTH=LOGIN"
    if login:
        return "LOGIN"
    if "AUTH=CRAM-MD5" in capabilities:
        return "CRAM-MD5"
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
