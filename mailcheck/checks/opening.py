"""The first half of both conversations: resolve, connect, encrypt and greet. No password is known here.

With implicit TLS encryption comes before the greeting, with STARTTLS after it (RFC 8314 section 3.3).
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from mailcheck.checks.clock import judge_clock
from mailcheck.checks.encryption import Encryption, Session
from mailcheck.checks.protocols import is_tls, software, wrong_service
from mailcheck.checks.stage import Story
from mailcheck.domain.account import Endpoint, Security
from mailcheck.domain.finding import Stage
from mailcheck.probes import tls
from mailcheck.probes.errors import Cancelled, ProbeError, Refusal
from mailcheck.probes.resolve import Addresses
from mailcheck.probes.wire import Wire

S = TypeVar("S", bound=Session)


class Opening(Generic[S]):
    """Opens one conversation for a story. `speak` reads the greeting over a wire and returns the session."""

    def __init__(self, story: Story, endpoint: Endpoint, speak: Callable[[Wire], S]) -> None:
        assert story.service
        self._story = story
        self._run = story.run
        self._service = story.service
        self._endpoint = endpoint
        self._speak = speak
        self._addresses = Addresses()
        self._wires: list[Wire] = []
        self._judge = Encryption(story.run, story.service, endpoint, lambda: self._dial(Stage.ENCRYPT), speak)
        story.facts.update(host=endpoint.host, port=endpoint.port, security=endpoint.security.value)

    def open(self) -> S:
        """The greeted, encrypted session; StoryEnded when it does not come to that."""
        self._resolve()
        wire = self._connect()
        if self._endpoint.security is Security.TLS:
            return self._greet(self._encrypt_first(wire))
        session = self._greet(wire)
        if self._endpoint.security is Security.STARTTLS:
            return self._encrypt_later(session)
        self._story.skip(Stage.ENCRYPT, None, reason="not-asked-for")
        return session

    @property
    def wire(self) -> Wire:
        """The connection that is spoken over."""
        return self._wires[-1]

    def close(self) -> None:
        for wire in self._wires:
            wire.close()

    def _resolve(self) -> None:
        with self._story.stage(Stage.RESOLVE) as step:
            self._addresses = self._run.resolver.addresses(self._endpoint.host)
            step.note(ip_addresses=[*self._addresses.ipv6, *self._addresses.ipv4], family=self._addresses.family)

    def _connect(self) -> Wire:
        with self._story.stage(Stage.CONNECT) as step:
            step.note(family=self._addresses.family)
            try:
                wire = self._dial(Stage.CONNECT)
            except ProbeError as error:
                if error.code == "network-offline" and not self._addresses.ipv4:  # it is only IPv6 that has no way out
                    raise ProbeError("host-not-found", **error.evidence) from error
                raise
            step.note(ip_address=wire.peer)
        return wire

    def _dial(self, stage: Stage) -> Wire:
        until = self._run.until(stage)
        sock = self._run.connect(self._endpoint.host, self._endpoint.port, self._addresses, until)
        wire = Wire(sock, until, self._run.mask)
        self._wires.append(wire)
        self._run.watch(self._service, wire)
        return wire

    def _greet(self, wire: Wire) -> S:
        with self._story.stage(Stage.GREET) as step:
            end = self._run.until(Stage.GREET)
            # time must be left to find out why it is silent
            left = (end - time.monotonic()) / (4 if self._endpoint.security is Security.TLS else 2)
            wire.deadline = end - left
            try:
                session = self._speak(wire)
            except ProbeError as error:
                raise self._why_not_greeted(wire, error) from error
            step.note(greeting=session.greeting)
            judge_clock(step, session.greeting)
        self._recognise(session.greeting)
        return session

    def _recognise(self, greeting: str) -> None:
        """Whose server it is, where nothing else has told: it explains a refusal, and decides nothing."""
        if self._run.provider is None:
            self._story.greeted = self._run.known.by_greeting(self._service, greeting)
            self._story.facts.update(software=software(greeting))

    def _encrypt_first(self, wire: Wire) -> Wire:
        host = self._endpoint.host
        with self._story.stage(Stage.ENCRYPT) as step:
            wire.deadline = self._run.until(Stage.ENCRYPT)
            try:
                encrypted = wire.start_tls(tls.system_context(self._run.settings.authorities), host)
            except ssl.SSLCertVerificationError as error:
                self._judge.refused(step, error)
                wire = self._dial(Stage.ENCRYPT)  # only with consent do we get here
                wire.start_tls(tls.unverified_context(), host)
            except (ssl.SSLError, ProbeError) as error:
                raise self._judge.why_not(wire, error) from error
            else:
                self._judge.accepted(step, encrypted)
        return wire

    def _encrypt_later(self, session: S) -> S:
        host = self._endpoint.host
        with self._story.stage(Stage.ENCRYPT) as step:
            wire = self.wire
            wire.deadline = self._run.until(Stage.ENCRYPT)
            try:
                encrypted = session.starttls(tls.system_context(self._run.settings.authorities), host)
            except ssl.SSLCertVerificationError as error:
                self._judge.refused(step, error)
                session = self._speak(self._dial(Stage.ENCRYPT))  # only with consent do we get here
                session.starttls(tls.unverified_context(), host)
            except ssl.SSLError as error:
                raise self._judge.why_not(wire, error) from error
            else:
                self._judge.accepted(step, encrypted)
        return session

    def _why_not_greeted(self, wire: Wire, error: ProbeError) -> ProbeError:
        if isinstance(error, Cancelled | Refusal):
            return error
        said = "\n".join(line.text for line in wire.lines if line.direction == "S")
        other = wrong_service(said, self._service)
        if other:
            return other
        web = self._judge.web_server() if error.code == "reply-timeout" and not said else None
        if web:
            return web
        waits_for_tls = self._endpoint.security is not Security.TLS and (
            is_tls(wire.first_bytes) or (not wire.first_bytes and self._judge.speaks_tls())
        )
        if waits_for_tls:
            return ProbeError("port-expects-tls", security_suggestion=Security.TLS.value)
        return error
