"""A text of one's own: what it was taken for, told in words. No Qt here, and slow: not for the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mailcheck.i18n import Language


@dataclass(frozen=True, slots=True)
class Recognised:
    """`key` and `fields` make the sentence. `text_id`: of a mail text of amoCRM's; `import_id`: of an import text."""

    kind: str  # of the notice
    key: str
    fields: Mapping[str, str] = field(default_factory=dict)
    text_id: str | None = None
    import_id: str | None = None


def recognise(words: str, language: Language) -> Recognised:
    """As `mailcheck explain` would."""
    from mailcheck.amocrm import amocrm  # noqa: PLC0415 - all of it loads slowly
    from mailcheck.explain import explain  # noqa: PLC0415
    from mailcheck.explanation import Kind  # noqa: PLC0415

    found = explain(words, language=language)
    if not found.matches:
        return Recognised("note", "start.taken-unknown")
    best = found.matches[0]
    title = {"title": best.title}
    if found.kind is Kind.AMOCRM_ERROR:
        if best.id in amocrm().imports:
            return Recognised("note", "start.taken-import", title, import_id=best.id)
        sure = best.confidence == "certain"
        return Recognised(
            "passed" if sure else "note", f"start.taken-{'certain' if sure else 'likely'}", title, best.id
        )
    if found.kind is Kind.API_CODE:
        return Recognised("note", "start.taken-api", {**title, "why": best.why})
    return Recognised("note", "start.taken-reply" if found.kind is Kind.REPLY else "start.taken-code", title)
