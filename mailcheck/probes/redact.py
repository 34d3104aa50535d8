"""Takes a secret out of any text, in every encoding in which a server could send it back."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

from mailcheck.domain.account import Secret

MASK = "••••"
_LONG = 6  # bytes: the base64 of less could stand in an innocent word
_PERCENT = re.compile("%[0-9A-F]{2}")
_URL_SAFE = str.maketrans("+/", "-_")  # RFC 4648 section 5
_CHARSETS = ("utf-8", "cp1251", "koi8-r", "latin-1", "utf-7")


def printable(data: bytes) -> str:
    """Bytes of a server as text; a tab is a blank, what is not UTF-8 or not printable an escape."""
    text = data.decode("utf-8", "backslashreplace").replace("\t", " ")
    if text.isprintable():
        return text
    return "".join(ch if ch.isprintable() else ch.encode("unicode_escape").decode() for ch in text)


class Redactor:
    """Replaces every form of one secret by a mask of constant length."""

    def __init__(self, secret: Secret | None, *usernames: str) -> None:
        self._forms = _forms(secret.reveal(), usernames) if secret else ()

    def __call__(self, text: str) -> str:
        for form in self._forms:
            text = text.replace(form, MASK)
        return text


def _forms(secret: str, usernames: tuple[str, ...]) -> tuple[str, ...]:
    forms = {secret, secret.strip(), quote(secret), quote(secret, safe="")}
    forms.add(secret.replace("\\", "\\\\").replace('"', '\\"'))
    forms.update((quote_plus(secret), html.escape(secret)))
    forms.update(_PERCENT.sub(lambda match: match[0].lower(), form) for form in tuple(forms))
    for charset in _CHARSETS:
        try:
            raw = secret.encode(charset)
        except UnicodeEncodeError:
            continue
        users = [username.encode(charset, "replace") for username in usernames]
        forms.add(printable(raw))
        forms.add(raw.hex())
        forms.add(raw.hex().upper())
        for blob in (raw, *(before + b"\0" + user + b"\0" + raw for user in users for before in (b"", user))):
            encoded = base64.b64encode(blob).decode()
            forms.update((encoded, encoded.rstrip("=")))
        if len(raw) >= _LONG:
            forms.update(_inside_base64(raw))
    forms.update(form.translate(_URL_SAFE) for form in tuple(forms))
    forms.discard("")
    return tuple(sorted(forms, key=len, reverse=True))  # the longest first, so that no rest of it stays


def _inside_base64(raw: bytes) -> Iterator[str]:
    """What of `raw` is the same in the base64 of any bytes around it: three bytes become four characters."""
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + raw).decode()
        yield encoded[-(-before * 4 // 3) : (before + len(raw)) * 4 // 3]
