"""What `mailcheck explain` found out: the values that it hands to whoever shows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mailcheck.domain.account import Service
from mailcheck.domain.finding import Stage
from mailcheck.domain.report import AmocrmLine, Remedy
from mailcheck.phone_code import Decoded


class Kind(StrEnum):
    """What the text is."""

    REPLY = "reply"
    CODE = "code"
    AMOCRM_ERROR = "amocrm-error"
    API_CODE = "api-code"
    PHONE_CODE = "phone-code"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that the text may mean: a problem (`code`), or a text or a number of amoCRM's (`id`)."""

    title: str
    what: str
    why: str
    remedies: tuple[Remedy, ...] = ()
    code: str | None = None
    id: str | None = None
    service: Service | None = None
    stage: Stage | None = None
    confidence: str = "certain"  # "certain", "likely" or "possible"
    amocrm: tuple[AmocrmLine, ...] = ()
    for_admin: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            **({"id": self.id} if self.code is None else {"code": self.code}),
            "service": self.service,
            "stage": self.stage,
            "confidence": self.confidence,
            "title": self.title,
            "what": self.what,
            "why": self.why,
            "remedies": [{"text": each.text, "url": each.url, "action": each.action} for each in self.remedies],
            "for_admin": self.for_admin,
            "amocrm": [{"id": each.id, "text": each.text, "likelihood": each.likelihood} for each in self.amocrm],
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Best first; nothing when the kind is unknown. Of a phone code also the case; None when it was misread."""

    kind: Kind
    matches: tuple[Meaning, ...] = ()
    case: Decoded | None = None

    @property
    def is_nothing(self) -> bool:
        return not self.matches and self.case is None

    def to_json(self) -> dict[str, Any]:
        case = {"phone_code": self.case and _case(self.case)} if self.kind is Kind.PHONE_CODE else {}
        return {"kind": self.kind, **case, "matches": [match.to_json() for match in self.matches]}


def _case(case: Decoded) -> dict[str, Any]:
    return {
        "version": case.version,
        "verdict": case.verdict,
        "number": case.number,
        "provider": case.provider,
        "incoming": case.incoming,
        "outgoing": case.outgoing,
    }
