"""The incoming conversation, as amoCRM holds it: log in over IMAP, list the folders, find Sent, open it and INBOX."""

from __future__ import annotations

from mailcheck.checks.farewell import farewell
from mailcheck.checks.login import imap_mechanism, may_log_in
from mailcheck.checks.opening import Opening
from mailcheck.checks.run import Run
from mailcheck.checks.sent_folder import SentFolder, closed_roots, find_sent
from mailcheck.checks.stage import Step, Story
from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.probes.errors import ProbeError
from mailcheck.probes.folder import Folder
from mailcheck.probes.imap import Imap
from mailcheck.probes.wire import Wire

STAGES = (
    Stage.RESOLVE,
    Stage.CONNECT,
    Stage.ENCRYPT,
    Stage.GREET,
    Stage.AUTHENTICATE,
    Stage.FOLDERS,
    Stage.USE,
    Stage.QUIT,
)
NEARLY_FULL = 90  # percent of the quota
_SHOWN = 40  # folder names in evidence: enough to recognise a mailbox


def incoming(run: Run, story: Story) -> None:
    """Tell the story; ends early (StoryEnded) at whatever does not work."""
    endpoint = run.endpoint(Service.INCOMING)
    assert endpoint
    opening = Opening(story, endpoint, Imap)
    try:
        imap = opening.open()
        if not may_log_in(run, story):
            return
        _authenticate(run, story, imap, opening.wire)
        sent = _folders(run, story, imap, opening.wire)
        _use(run, story, imap, opening.wire, sent)
        farewell(story, opening.wire, imap.logout)
    finally:
        opening.close()


def _authenticate(run: Run, story: Story, imap: Imap, wire: Wire) -> None:
    credentials = run.credentials(Service.INCOMING)
    story.facts["username"] = credentials.username
    with story.stage(Stage.AUTHENTICATE) as step:
        wire.deadline = run.until(Stage.AUTHENTICATE)
        mechanism = imap_mechanism(imap.capabilities, credentials, encrypted=wire.encrypted)
        offered = sorted(word.removeprefix("AUTH=") for word in imap.capabilities if word.startswith("AUTH="))
        step.note(mechanism=mechanism, mechanisms=", ".join(offered))
        imap.login(credentials, mechanism)


def _folders(run: Run, story: Story, imap: Imap, wire: Wire) -> SentFolder | None:
    with story.stage(Stage.FOLDERS) as step:
        wire.deadline = run.until(Stage.FOLDERS)
        try:
            folders = imap.list_folders()
        except ProbeError as error:
            if error.code != "reply-timeout":
                raise
            raise ProbeError("folder-list-timeout", folder_count=imap.folders_so_far) from error
        names = [folder.name for folder in folders]
        step.note(folder_count=len(names), folders=names[:_SHOWN])
        sent = _find_sent(run, imap, folders)
        _judge_sent(step, sent)
    return sent


def _find_sent(run: Run, imap: Imap, folders: tuple[Folder, ...]) -> SentFolder | None:
    """Where the folders of a mailbox stand is asked only when Sent does not stand where it does everywhere."""
    known = run.provider.sent if run.provider else ()
    sent = find_sent(folders, known)
    if sent:
        return sent
    own, others = imap.namespaces()
    return find_sent(folders, known, own + closed_roots(folders, others))


def _judge_sent(step: Step, sent: SentFolder | None) -> None:
    if sent is None:
        step.fail("sent-folder-missing", **step.evidence)
        return
    step.note(sent_folder=sent.folder.name, found_by=sent.found_by)
    facts = {**step.evidence, "candidates": list(sent.candidates[:_SHOWN])}
    if not sent.usable:
        step.fail("sent-folder-unusable", **facts)
    elif len(sent.candidates) > 1:
        step.warn("sent-folder-ambiguous", **facts)
    elif sent.found_by == "name":
        step.warn("sent-folder-unflagged", called_sent=sent.called_sent, **facts)


def _use(run: Run, story: Story, imap: Imap, wire: Wire, sent: SentFolder | None) -> None:
    """Both folders are opened read-only (EXAMINE), so that nothing becomes "read"."""
    with story.stage(Stage.USE) as step:
        wire.deadline = run.until(Stage.USE)
        for name in ["INBOX"] + ([sent.folder.name] if sent and sent.usable else []):
            refusal = imap.examine(name)
            if refusal is None:
                continue
            code, confidence = story.judge(refusal, Stage.USE)
            if name == "INBOX" and code in ("sent-folder-unusable", "folder-list-refused"):
                code = "inbox-unusable"
            step.fail(code, reply=refusal.raw, confidence=confidence, sent_folder=None if name == "INBOX" else name)
        quota = imap.quota()
        if quota:
            used = round(quota.used * 100 / quota.limit)
            step.note(used_percent=used)
            if used >= NEARLY_FULL:
                step.warn("mailbox-full", used_percent=used, room_left=used < 100)
