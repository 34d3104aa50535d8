"""Judges a server's TLS: the certificate by two lists of authorities, and why a handshake failed.

A refused certificate is read on a second connection. No password is known here.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from typing import Any, Protocol

from mailcheck.checks.authorities import interceptor, is_national
from mailcheck.checks.protocols import plain_speaker, wrong_service
from mailcheck.checks.run import Run
from mailcheck.checks.stage import Step
from mailcheck.domain.account import Endpoint, Security, Service
from mailcheck.probes import tls
from mailcheck.probes.certificate import Certificate, peer_chain
from mailcheck.probes.errors import Cancelled, ProbeError
from mailcheck.probes.redact import printable
from mailcheck.probes.wire import Wire

WEB_ANSWERS = 2.0  # seconds
EXPIRES_SOON = 14  # days: a certificate that renews itself does so 30 days before its end


class Session(Protocol):
    """What is needed of a probe: it has read the greeting when it is made."""

    @property
    def greeting(self) -> str: ...

    def starttls(self, context: ssl.SSLContext, host: str) -> ssl.SSLObject: ...


class Encryption:
    """For one endpoint: `dial` opens another connection to it, `speak` greets over it."""

    def __init__(
        self, run: Run, service: Service, endpoint: Endpoint, dial: Callable[[], Wire], speak: Callable[[Wire], Session]
    ) -> None:
        self._settings = run.settings
        self._service = service
        self._endpoint = endpoint
        self._dial = dial
        self._speak = speak

    def accepted(self, step: Step, encrypted: ssl.SSLObject) -> None:
        """This computer trusts the certificate. Would the rest of the world?"""
        chain = peer_chain(encrypted)
        certificate = tls.read_chain(chain)
        facts = {"tls_version": encrypted.version() or "", **certificate_facts(certificate)}
        step.note(**facts)
        program = interceptor(certificate.chain_issuers)
        if program:
            step.warn("certificate-intercepted", interceptor=program, **facts)
        elif not tls.trusted_by_mozilla(chain, self._settings.authorities):
            self._refuse(step, "certificate-unknown-authority", refused_by="mozilla", **facts)
        elif certificate.days_left() < EXPIRES_SOON:
            step.warn("certificate-expires-soon", **facts)

    def refused(self, step: Step, error: ssl.SSLCertVerificationError) -> None:
        """This computer does not trust the certificate. Returns only when the person consented to go on."""
        chain = self._refused_chain(error)
        certificate = tls.read_chain(chain)
        facts = certificate_facts(certificate)
        program = interceptor(certificate.chain_issuers)
        if program:
            self._refuse(step, "certificate-intercepted", interceptor=program, refused_by="system", **facts)
            return
        code = tls.certificate_code(certificate, self._endpoint.host, error)
        if code == "certificate-unknown-authority":
            by_mozilla_too = not tls.trusted_by_mozilla(chain, self._settings.authorities)
            facts["refused_by"] = "both" if by_mozilla_too else "system"
        if code == "certificate-wrong-host":
            facts["covered_host"] = _covered_host(certificate.names, self._service)
        self._refuse(step, code, **facts)

    def why_not(self, wire: Wire, error: Exception) -> ProbeError:
        """What a handshake that failed was up against."""
        if isinstance(error, Cancelled):
            return error
        plain = plain_speaker(wire.first_bytes, self._service) if self._endpoint.security is Security.TLS else None
        if plain:
            return plain
        if isinstance(error, ProbeError):
            return error
        reason = str(getattr(error, "reason", "") or "")
        if isinstance(error, ssl.SSLError) and tls.looks_too_old(error):
            version = self._old_version()
            if version:
                return ProbeError("tls-too-old", tls_version=version, tls_reason=reason)
        return ProbeError("tls-handshake-failed", tls_reason=reason)

    def web_server(self) -> ProbeError | None:
        """Whether a silent port is a web server's: it waits to be asked, and then answers at once.

        Nobody talks of mail here: what is asked stands in no transcript, and the answer in the problem.
        """
        try:
            wire = self._dial()
            wire.deadline = min(wire.deadline, time.monotonic() + WEB_ANSWERS)
            if self._endpoint.security is Security.TLS:
                wire.start_tls(tls.reading_context(), self._endpoint.host)
            wire.sendall(b"GET / HTTP/1.0\r\n\r\n")
            wire.lines.clear()
            answer = wire.readline()
            wire.lines.clear()
            return wrong_service(printable(answer.strip()), self._service)
        except Cancelled:
            raise
        except (ssl.SSLError, ProbeError):
            return None

    def speaks_tls(self) -> bool:
        """Whether a port that says nothing in plain text waits for TLS."""
        try:
            self._dial().start_tls(tls.reading_context(), self._endpoint.host)
        except Cancelled:
            raise
        except (ssl.SSLError, ProbeError):
            return False
        return True

    def _refuse(self, step: Step, code: str, **facts: Any) -> None:
        """The conversation ends here, unless the person consented to go on for this run."""
        if not self._settings.insecure:
            raise ProbeError(code, **facts)
        step.fail(code, consent="given", **facts)

    def _refused_chain(self, refused: ssl.SSLCertVerificationError) -> tuple[bytes, ...]:
        try:
            return peer_chain(self._read())
        except Cancelled:
            raise
        except (ssl.SSLError, ProbeError) as error:  # no second answer: what is known is why the first was refused
            raise ProbeError(tls.refusal_code(refused) or "tls-handshake-failed") from error

    def _read(self) -> ssl.SSLObject:
        """A second connection, encrypted without verification: to look, never to log in."""
        wire, context = self._dial(), tls.reading_context()
        if self._endpoint.security is Security.TLS:
            return wire.start_tls(context, self._endpoint.host)
        return self._speak(wire).starttls(context, self._endpoint.host)

    def _old_version(self) -> str | None:
        """The version that a server agrees to when everything old is allowed; None when it does not even then."""
        try:
            return self._read().version()
        except Cancelled:
            raise
        except (ssl.SSLError, ProbeError):
            return None


def _covered_host(names: tuple[str, ...], service: Service) -> str | None:
    """The name in a certificate that is most likely the mail server's own; a wildcard names no server."""
    labels = ("imap" if service is Service.INCOMING else "smtp", "mail", "mx")
    hosts = [name for name in names if "*" not in name]
    by_label = (name for label in labels for name in hosts if name.lower().startswith(label))
    return next(by_label, hosts[0] if hosts else None)


def certificate_facts(certificate: Certificate) -> dict[str, Any]:
    """Evidence of a certificate; days are whole, dates ISO 8601."""
    left = certificate.days_left()
    return {
        "subject": certificate.subject,
        "names": list(certificate.names[:20]),
        "issuer": certificate.issuer,
        "not_before": certificate.not_before.date().isoformat(),
        "not_after": certificate.not_after.date().isoformat(),
        "days_left": left if left >= 0 else None,
        "days_expired": -left if left < 0 else None,
        "fingerprint": certificate.fingerprint,
        "russian_root": is_national(certificate.chain_issuers) or None,
    }
