"""Is an address one that amoCRM can use? Judged before any network; look-alikes first, syntax after, slips last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from mailcheck.checks import address_letters, address_shape
from mailcheck.checks.draft import TYPO, Draft, Note
from mailcheck.domain.address import is_ordinary
from mailcheck.domain.finding import Finding, Outcome, Stage, worst
from mailcheck.domain_slips import meant

# RFC 5321 section 4.5.3.1 (octets of the local part; of a path, less its brackets) and RFC 1035 section 2.3.4.
_MOST_LOCAL, _MOST_WHOLE, _MOST_LABEL = 64, 254, 63
_MOST_LOOKED_AT = 500  # characters: longer input is no address, whatever is in it

_DOMAIN = re.compile(r"[a-z0-9._-]+")  # what a slip is looked for in: mail_ru is one

# Zones for private use and for examples: email-validator refuses them, servers in tests and offices have them.
_PRIVATE_ZONES = frozenset({"arpa", "example", "internal", "invalid", "lan", "local", "localhost", "onion", "test"})


@dataclass(frozen=True, slots=True)
class Review:
    """All that is known of one address without asking anybody."""

    input: str
    findings: tuple[Finding, ...]
    suggestion: str | None  # the whole address, mended; it passes the same judgement

    @property
    def outcome(self) -> Outcome:
        return worst(self.findings, default=Outcome.PASSED)


def judge_address(address: str, known_domains: frozenset[str]) -> tuple[Finding, ...]:
    """Empty when nothing is wrong."""
    return review(address, known_domains).findings


def corrected(address: str, known_domains: frozenset[str]) -> str | None:
    """The address as it was probably meant; None when it is right, or when nobody can tell."""
    return review(address, known_domains).suggestion


def review(address: str, known_domains: frozenset[str]) -> Review:
    draft = Draft(address, known_domains)
    if not is_ordinary(address):
        _judge(draft)
    _judge_slip(draft)
    _ask_second_opinion(draft)
    suggestion = None if draft.hopeless or draft.unsure or draft.text == address else draft.text
    draft.notes.sort(key=lambda note: (note.code == TYPO, note.evidence.get("position", 0)))
    return Review(address, tuple(_finding(note, suggestion) for note in draft.notes), suggestion)


def _judge(draft: Draft) -> None:
    if not draft.text.strip():
        draft.give_up("empty")
    elif len(draft.text) > _MOST_LOOKED_AT:
        draft.give_up("too-long")
    elif address_shape.is_several(draft.text):
        draft.give_up("several-addresses")
    for step in _BEFORE_PARTS:
        if draft.hopeless:
            return
        step(draft)
    if not draft.hopeless:
        address_letters.judge_domain(draft)
        address_letters.judge_local(draft)
        _judge_parts(draft)


# Each step mends what it notes, so that the next one sees the address as it was meant.
_BEFORE_PARTS = (
    address_shape.unwrap,
    address_shape.mend_quoted,
    address_shape.remove_invisible,
    address_shape.trim_signs,
    address_shape.mend_signs,
    address_shape.drop_comments,
    address_shape.mend_at,
    address_shape.mend_dots,
)


def _judge_parts(draft: Draft) -> None:
    """What no step could mend."""
    local, domain = draft.local, draft.domain
    if not local:
        draft.give_up("empty-local")
    if not domain:
        draft.give_up("empty-domain")
        return
    if len(local.encode("utf-8", "replace")) > _MOST_LOCAL:
        draft.give_up("local-too-long")
    elif len(draft.text) > _MOST_WHOLE:
        draft.give_up("too-long")
    _judge_characters(draft)
    if re.fullmatch(r"\[.*\]|[0-9]+(?:\.[0-9]+){3}", domain):
        draft.give_up("ip-domain", draft.domain_start)
    elif domain.isascii():
        _judge_labels(draft, domain.split("."))


def _judge_characters(draft: Draft) -> None:
    start = draft.domain_start
    in_local = re.search(r"[\x00-\x7f]", re.sub(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]", "é", draft.local))
    in_domain = re.search(r"[\x00-\x7f]", re.sub(r"[A-Za-z0-9.\[\]:-]", "é", draft.domain))
    for match, offset in ((in_local, 0), (in_domain, start)):
        if match:
            draft.give_up("bad-character", offset + match.start())


def _judge_labels(draft: Draft, labels: list[str]) -> None:
    if any(len(label) > _MOST_LABEL for label in labels):
        draft.give_up("label-too-long")
    place = draft.domain_start
    for label in labels:
        if label.startswith("-") or label.endswith("-"):
            draft.give_up("label-hyphen-edge", place if label.startswith("-") else place + len(label) - 1)
        place += len(label) + 1
    if len(labels) == 1:
        draft.malformed("no-zone", draft.domain_start)
    elif labels[-1].isdigit():
        draft.give_up("bad-zone", len(draft.text) - len(labels[-1]))


def _judge_slip(draft: Draft) -> None:
    """A slip in a domain that is otherwise well written, or has no zone."""
    domain = draft.domain.lower()
    if not draft.local or len(draft.text) > _MOST_WHOLE or not _DOMAIN.fullmatch(domain):
        return
    slip = meant(domain, draft.known)
    if slip:
        likely = draft.text[: draft.domain_start] + slip.domain
        hint = {} if draft.hopeless or draft.unsure else {"suggestion": likely}
        draft.note(TYPO, None, domain=domain, bad_text=domain, good_text=slip.domain, **hint)
    if slip and slip.sure:
        draft.set_domain(slip.domain)
    elif "." not in domain:
        draft.hopeless = True
    elif len(domain.rpartition(".")[2]) < 2:
        draft.give_up("bad-zone", len(draft.text) - 1)


def _ask_second_opinion(draft: Draft) -> None:
    """email-validator has the last word on what looks right to us and is not quite ordinary."""
    zone = draft.domain.rpartition(".")[2].lower()
    if draft.hopeless or zone in _PRIVATE_ZONES or is_ordinary(draft.text):
        return
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - slow to load, asked of few

    try:
        validate_email(draft.text, check_deliverability=False, test_environment=True, globally_deliverable=False)
    except EmailNotValidError:  # its reason is an English sentence; ours cover what it is known to refuse
        draft.give_up("other")


def _finding(note: Note, suggestion: str | None) -> Finding:
    evidence: dict[str, Any] = dict(note.evidence)
    if suggestion is not None:
        evidence["suggestion"] = suggestion
    outcome = Outcome.WARNED if note.code == TYPO else Outcome.FAILED
    return Finding(note.code, outcome, Stage.ADDRESS, evidence=evidence)
