"""ENVELOPE, BODY and BODYSTRUCTURE (RFC 3501 section 7.4.2): a letter's parts as nested lists."""

from __future__ import annotations

from email.utils import getaddresses

from mailcheck.lab.imap_mime import Part, value_and_parameters
from mailcheck.lab.imap_syntax import quote

_MOST_ADDRESSES = 100


def envelope(part: Part) -> bytes:
    """Sender and Reply-To are the same as From where the letter does not tell them."""
    sender = _addresses(part, b"from")
    people = [
        sender,
        _addresses(part, b"sender") or sender,
        _addresses(part, b"reply-to") or sender,
        *(_addresses(part, name) for name in (b"to", b"cc", b"bcc")),
    ]
    return _row(
        quote(part.field(b"date")),
        quote(part.field(b"subject")),
        *(each or b"NIL" for each in people),
        quote(part.field(b"in-reply-to")),
        quote(part.field(b"message-id")),
    )


def structure(part: Part, *, extended: bool) -> bytes:
    """BODYSTRUCTURE, or BODY without the extension data."""
    if part.parts:
        parts = b"".join(structure(each, extended=extended) for each in part.parts)
        rest = [quote(part.kind[1].upper())]
        if extended:
            rest += [_parameters(part.parameters), _disposition(part), *_last(part)]
        return b"(" + parts + b" " + b" ".join(rest) + b")"
    cells = [
        quote(part.kind[0].upper()),
        quote(part.kind[1].upper()),
        _parameters(part.parameters),
        quote(part.field(b"content-id")),
        quote(part.field(b"content-description")),
        quote((part.field(b"content-transfer-encoding") or b"7bit").upper()),
        b"%d" % len(part.body),
    ]
    if part.message:
        cells += [envelope(part.message), structure(part.message, extended=extended)]
    if part.message or part.kind[0] == b"text":
        cells.append(b"%d" % part.body.count(b"\n"))
    if extended:
        cells += [quote(part.field(b"content-md5")), _disposition(part), *_last(part)]
    return _row(*cells)


def _row(*cells: bytes) -> bytes:
    return b"(" + b" ".join(cells) + b")"


def _addresses(part: Part, name: bytes) -> bytes:
    """Empty where there are none."""
    value = part.field(name)
    if not value:
        return b""
    try:
        found = getaddresses([value.decode("utf-8", "surrogateescape")])[:_MOST_ADDRESSES]
    except (RecursionError, ValueError, IndexError):  # the library goes as deep as the comments in an address
        return b""
    cells = b"".join(_address(shown, address) for shown, address in found if address)
    return b"(" + cells + b")" if cells else b""


def _address(shown: str, address: str) -> bytes:
    local, _, domain = address.rpartition("@") if "@" in address else (address, "", "")
    return _row(_cell(shown), b"NIL", _cell(local), _cell(domain) if domain else b'""')


def _cell(value: str) -> bytes:
    return quote(value.encode("utf-8", "surrogateescape") or None)


def _parameters(parameters: tuple[tuple[bytes, bytes], ...]) -> bytes:
    if not parameters:
        return b"NIL"
    return _row(*(quote(each) for name, value in parameters for each in (name.upper(), value)))


def _disposition(part: Part) -> bytes:
    value = part.field(b"content-disposition")
    if not value:
        return b"NIL"
    kind, parameters = value_and_parameters(value)
    return _row(quote(kind.upper()), _parameters(parameters))


def _last(part: Part) -> tuple[bytes, bytes]:
    languages = [each.strip() for each in (part.field(b"content-language") or b"").split(b",") if each.strip()]
    return _row(*map(quote, languages)) if languages else b"NIL", quote(part.field(b"content-location"))
