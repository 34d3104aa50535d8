"""Takes a secret out of any text, in every encoding in which a server could send it back."""

from __future__ import annotations

import base64
from urllib.parse import quote

from mailcheck.domain.account import Secret

MASK = "••••"
_CHARSETS = ("utf-8", "cp1251", "koi8-r", "latin-1", "utf-7")


def printable(data: bytes) -> str:
    """Bytes of a server as text; what is not UTF-8 or not printable is shown as an escape, one line for one line."""
    text = data.decode("utf-8", "backslashreplace")
    return "".join(ch if ch.isprintable() else ch.encode("unicode_escape").decode() for ch in text)


class Redactor:
    """Replaces every form of one secret by a mask of constant length."""

    def __init__(self, secret: Secret | None, username: str = "") -> None:
        self._forms = _forms(secret.reveal(), username) if secret else ()

    def __call__(self, text: str) -> str:
        for form in self._forms:
            text = text.replace(form, MASK)
        return text


def _forms(secret: str, username: str) -> tuple[str, ...]:
    forms = {secret, secret.strip(), quote(secret), quote(secret, safe="")}
    forms.add(secret.replace("\\", "\\\\").replace('"', '\\"'))
    for charset in _CHARSETS:
        try:
            raw = secret.encode(charset)
        except UnicodeEncodeError:
            continue
        user = username.encode(charset, "replace")
        forms.add(printable(raw))
        forms.add(raw.hex())
        forms.add(raw.hex().upper())
        for blob in (raw, b"\0" + user + b"\0" + raw, user + b"\0" + user + b"\0" + raw):
            encoded = base64.b64encode(blob).decode()
            forms.update((encoded, encoded.rstrip("=")))
    forms.discard("")
    return tuple(sorted(forms, key=len, reverse=True))  # the longest first, so that no rest of it stays
