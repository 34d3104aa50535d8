"""A letter taken apart to the byte (RFC 2045, RFC 2046): what FETCH gives out must be what was put in."""

from __future__ import annotations

import binascii
import io
import quopri
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import decode_header
from itertools import islice

_HEADER_END = re.compile(rb"(?:\A|\n)\r?\n")
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_PARAMETER = re.compile(rb';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;\s]*)', re.DOTALL)
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_TYPE = re.compile(rb"\s*([\w!#$&^.+-]+)/([\w!#$&^.+-]+)")
_DEEPEST = 10
_MOST_PARTS = 300
_MOST_PARAMETERS = 50
_LONGEST = 4000  # of a field
_LONGEST_HEADER = 64_000  # what comes after is given out, but not looked into


@dataclass(frozen=True, slots=True)
class Part:
    """A letter or a part of one. `header` ends with its empty line; `message` is the letter within message/rfc822."""

    header: bytes
    body: bytes
    kind: tuple[bytes, bytes]  # type and subtype, in lower case
    parameters: tuple[tuple[bytes, bytes], ...] = ()
    parts: tuple[Part, ...] = ()
    message: Part | None = None

    def field(self, name: bytes) -> bytes | None:
        """The first field of that name (in lower case), unfolded."""
        return next((value for other, value in fields(self.header) if other == name), None)

    def walk(self) -> Iterator[Part]:
        yield self
        for part in (*self.parts, *([self.message] if self.message else [])):
            yield from part.walk()


def fields(header: bytes) -> list[tuple[bytes, bytes]]:
    """Names in lower case and values unfolded."""
    return [(n, _FOLD.sub(b"", raw.partition(b":")[2]).strip()[:_LONGEST]) for n, raw in raw_fields(header)]


def raw_fields(header: bytes) -> list[tuple[bytes, bytes]]:
    """Names in lower case and the whole fields as they stand; what is no field is left out."""
    found: list[tuple[bytes, list[bytes]]] = []
    for line in io.BytesIO(header[:_LONGEST_HEADER]):
        if line[:1] in (b" ", b"\t") and found:
            found[-1][1].append(line)
        elif b":" in line:
            found.append((line.partition(b":")[0].strip().lower(), [line]))
    return [(name, b"".join(lines)) for name, lines in found]


def take_apart(content: bytes) -> Part:
    return _Knife().cut(content, (b"text", b"plain"), 0)


def value_and_parameters(value: bytes) -> tuple[bytes, tuple[tuple[bytes, bytes], ...]]:
    """ "attachment; filename=x" """
    found = [(m[1], _unquoted(m[2])) for m in islice(_PARAMETER.finditer(value), _MOST_PARAMETERS)]
    return value.partition(b";")[0].strip(), tuple(found)


def readable(value: bytes) -> str:
    """A field as people read it (RFC 2047); as it stands where it cannot be decoded."""
    plain = value.decode("utf-8", "replace")
    try:
        pieces = decode_header(plain)
        return "".join(p if isinstance(p, str) else p.decode(charset or "ascii", "replace") for p, charset in pieces)
    except (HeaderParseError, LookupError, ValueError):
        return plain


def readable_body(part: Part) -> str:
    """The text of a part that holds text; nothing for all others."""
    if part.kind[0] != b"text":
        return ""
    coding = (part.field(b"content-transfer-encoding") or b"").lower()
    body = part.body
    if coding == b"quoted-printable":
        body = quopri.decodestring(body)
    elif coding == b"base64":
        try:
            body = b64decode(body)
        except binascii.Error:
            return ""
    charset = {name.lower(): value for name, value in part.parameters}.get(b"charset", b"utf-8")
    try:
        return body.decode(charset.decode("latin-1"), "replace")
    except (LookupError, ValueError):
        return body.decode("utf-8", "replace")


@dataclass(slots=True)
class _Knife:
    """Cuts one letter, into no more parts than any honest one has."""

    left: int = field(default=_MOST_PARTS)

    def cut(self, content: bytes, default: tuple[bytes, bytes], depth: int) -> Part:
        self.left -= 1
        end = _HEADER_END.search(content)
        header, body = (content[: end.end()], content[end.end() :]) if end else (content, b"")
        written = next((value for name, value in fields(header) if name == b"content-type"), b"")
        match = _TYPE.match(written)
        kind = (match[1].lower(), match[2].lower()) if match else default
        _, parameters = value_and_parameters(written)
        if depth < _DEEPEST and kind[0] == b"multipart":
            parts = self._parts(body, parameters, kind, depth)
            return Part(header, body, kind, parameters, parts or (Part(b"", b"", (b"text", b"plain")),))
        if depth < _DEEPEST and kind == (b"message", b"rfc822"):
            return Part(header, body, kind, parameters, (), self.cut(body, (b"text", b"plain"), depth + 1))
        opaque = (b"application", b"octet-stream")  # too deep: not looked into
        return Part(header, body, opaque if kind[0] in (b"multipart", b"message") else kind, parameters)

    def _parts(
        self, body: bytes, parameters: tuple[tuple[bytes, bytes], ...], kind: tuple[bytes, bytes], depth: int
    ) -> tuple[Part, ...]:
        boundary = next((value for name, value in parameters if name.lower() == b"boundary"), b"")
        default = (b"message", b"rfc822") if kind[1] == b"digest" else (b"text", b"plain")
        parts: list[Part] = []
        for piece in _pieces(body, boundary) if boundary else ():
            if self.left <= 0:
                break
            parts.append(self.cut(piece, default, depth + 1))
        return tuple(parts)


def _pieces(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """The line end before a boundary belongs to the boundary (RFC 2046 section 5.1.1)."""
    line = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    begin = None
    for match in line.finditer(body):
        if begin is not None:
            yield body[begin : max(begin, match.start())]
        if match[1]:
            return
        begin = body.find(b"\n", match.end()) + 1 or len(body)
    if begin is not None:
        yield body[begin:]


def _unquoted(value: bytes) -> bytes:
    if value.startswith(b'"'):
        return _ESCAPE.sub(rb"\1", value[1:].removesuffix(b'"'))
    return value
