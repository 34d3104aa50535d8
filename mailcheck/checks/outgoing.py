"""The outgoing conversation, as amoCRM holds it: log in over SMTP and ask leave to send, without sending anything."""

from __future__ import annotations

from mailcheck.checks.farewell import farewell
from mailcheck.checks.login import may_log_in, smtp_mechanism
from mailcheck.checks.opening import Opening
from mailcheck.checks.run import Run
from mailcheck.checks.stage import Step, Story
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.probes.smtp import Smtp
from mailcheck.probes.wire import Wire

STAGES = (
    Stage.RESOLVE,
    Stage.CONNECT,
    Stage.ENCRYPT,
    Stage.GREET,
    Stage.AUTHENTICATE,
    Stage.MAIL,
    Stage.RCPT,
    Stage.QUIT,
)
ATTACHMENTS = 29_000_000
"""Bytes of a letter with amoCRM's 20 MB of attachments. Base64 makes 4 bytes of 3 and ends every 76 with two more (RFC
2045 section 6.8): of 20 MiB, which 20 MB may mean, 28.7 million. The rest is for its text and headers."""


def outgoing(run: Run, story: Story) -> None:
    """Tell the story; ends early (StoryEnded) at whatever does not work."""
    endpoint = run.endpoint(Service.OUTGOING)
    assert endpoint
    opening = Opening(story, endpoint, Smtp)
    try:
        smtp = opening.open()
        if not may_log_in(run, story):
            return
        _authenticate(run, story, smtp, opening.wire)
        _ask(run, story, smtp, opening.wire)
        farewell(story, opening.wire, smtp.quit)
    finally:
        opening.close()


def _authenticate(run: Run, story: Story, smtp: Smtp, wire: Wire) -> None:
    credentials = run.credentials(Service.OUTGOING)
    story.facts["username"] = credentials.username
    with story.stage(Stage.AUTHENTICATE) as step:
        wire.deadline = run.until(Stage.AUTHENTICATE)
        mechanism = smtp_mechanism(smtp.mechanisms, "starttls" in smtp.extensions, encrypted=wire.encrypted)
        step.note(mechanism=mechanism, mechanisms=", ".join(smtp.mechanisms))
        smtp.login(credentials, mechanism)


def _ask(run: Run, story: Story, smtp: Smtp, wire: Wire) -> None:
    """MAIL FROM and RCPT TO oneself: some servers judge the sender only when they hear of a recipient."""
    sender, recipient = run.account.sender or run.account.address, run.account.address
    story.facts |= {"sender": sender}
    with story.stage(Stage.MAIL) as step:
        wire.deadline = run.until(Stage.MAIL)
        _judge_extensions(step, smtp, sender, recipient)
        smtp.ask_mail(sender, recipient)
    story.facts |= {"recipient": recipient, "recipient_is_own": True}
    with story.stage(Stage.RCPT):
        wire.deadline = run.until(Stage.RCPT)
        smtp.ask_rcpt()


def _judge_extensions(step: Step, smtp: Smtp, sender: str, recipient: str) -> None:
    limit = smtp.size_limit
    if limit is not None:
        step.note(size_limit_mb=round(limit / 1_000_000, 1))
        if limit < ATTACHMENTS:
            step.warn("size-limit-low", size_limit_mb=round(limit / 1_000_000, 1))
    if not (sender.isascii() and recipient.isascii()) and "smtputf8" not in smtp.extensions:
        step.warn("unicode-address-not-supported")
