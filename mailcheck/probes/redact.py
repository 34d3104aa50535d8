"""Takes a secret out of any text, in every encoding in which a server could send it back."""

from __future__ import annotations

import base64
import html
import quopri
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

from mailcheck.domain.account import Secret

MASK = "••••"
_LONG = 6  # bytes: the base64 of less could stand in an innocent word
_PERCENT = re.compile("%[0-9A-F]{2}")
_URL_SAFE = str.maketrans("+/", "-_")  # RFC 4648 section 5
# Between two halves: the end of a line, and what a server begins the next with ("535-5.7.8 ", "* ", "A1 ").
_NEXT_LINE = r"\r?\n(?:\d{3}[- ](?:\d\.\d{1,3}\.\d{1,3}[- ])?|[*+] |[A-Za-z]{1,5}\d{1,5} |[ \t]+)?"
_BREAK = rf"[ \t=\\]*{_NEXT_LINE}"
_BLANK = rf"(?: |{_BREAK})"  # one between two words goes where a line is broken there
_BREAKS = (re.compile(_BREAK), re.compile(_NEXT_LINE), re.compile(r"\r?\n"))  # any of them may eat a piece of it
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
            text = text.replace(form, _masked(form))
        return self._across_lines(text) if self._forms and "\n" in text else text

    def lines(self, lines: Iterable[str]) -> list[str]:
        """As many lines, without a secret that stands in one or runs over several of them."""
        lines = list(lines)
        return self("\n".join(lines)).split("\n") if lines else []

    def _across_lines(self, text: str) -> str:
        """Each line that holds a part of it gets a mask of its own: there are as many as before."""
        joined = [each.sub("", text).replace(" ", "") for each in _BREAKS]
        for form in self._forms:
            if len(form) >= _LONG and any(form.replace(" ", "") in each for each in joined):
                pattern = f"(?:{_BREAK})?".join(_BLANK if letter == " " else re.escape(letter) for letter in form)
                text = re.sub(pattern, lambda found: _masked(found[0]), text)
        return text


def _masked(text: str) -> str:
    return "\n".join([MASK] * (text.count("\n") + 1))


def _forms(secret: str, usernames: tuple[str, ...]) -> tuple[str, ...]:
    forms = {secret, secret.strip(), *_of_text(secret)}
    for charset in _CHARSETS:
        try:
            raw = secret.encode(charset)
        except UnicodeEncodeError:
            continue
        forms.update(_of_bytes(raw, [username.encode(charset, "replace") for username in usernames]))
    forms.update(form.translate(_URL_SAFE) for form in tuple(forms))
    forms.discard("")
    return tuple(sorted(forms, key=len, reverse=True))  # the longest first, so that no rest of it stays


def _of_text(secret: str) -> Iterator[str]:
    """Quoted, for the web, backwards, and as a folder of IMAP would be named (RFC 3501 section 5.1.3)."""
    yield secret.replace("\\", "\\\\").replace('"', '\\"')
    yield from (html.escape(secret), html.escape(secret, quote=False))
    yield secret.encode("ascii", "xmlcharrefreplace").decode()
    yield from ("".join(f"&#{ord(ch)};" for ch in secret), "".join(f"&#x{ord(ch):x};" for ch in secret))
    yield "".join(f"&#x{ord(ch):X};" for ch in secret)
    yield secret.encode("ascii", "backslashreplace").decode()
    for form in (quote(secret), quote(secret, safe=""), quote_plus(secret)):
        yield from (form, _PERCENT.sub(lambda match: match[0].lower(), form))
    if len(secret) >= _LONG:
        yield secret[::-1]
    from imapclient import imap_utf7  # noqa: PLC0415 - imapclient takes its time to load

    yield imap_utf7.encode(secret).decode("ascii")


def _of_bytes(raw: bytes, users: Iterable[bytes]) -> Iterator[str]:
    """In hexadecimal and base64, alone and as a login sends it; quoted-printable (RFC 2045 section 6.7)."""
    yield printable(raw)
    for before, between in (("", ""), ("", " "), ("", ":"), ("", "-"), ("%", "%"), ("=", "="), ("\\x", "\\x")):
        pairs = raw.hex(" ").split()
        yield from (before + between.join(pairs), before + between.join(pairs).upper())
    yield quopri.encodestring(raw).decode("ascii", "replace").replace("=\n", "").rstrip("\n")
    for blob in (raw, *(before + b"\0" + user + b"\0" + raw for user in users for before in (b"", user))):
        encoded = base64.b64encode(blob).decode()
        yield from (encoded, encoded.rstrip("="))
    if len(raw) >= _LONG:
        yield from _inside_base64(raw)


def _inside_base64(raw: bytes) -> Iterator[str]:
    """What of `raw` is the same in the base64 of any bytes around it: three bytes become four characters."""
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + raw).decode()
        yield encoded[-(-before * 4 // 3) : (before + len(raw)) * 4 // 3]
