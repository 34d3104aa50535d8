"""SASL answers that IMAP and SMTP share; each protocol wraps them in its own lines."""

from __future__ import annotations

import hmac


def plain(username: bytes, secret: bytes) -> bytes:
    """RFC 4616, without an authorization identity."""
    return b"\0" + username + b"\0" + secret


def cram_md5(username: bytes, secret: bytes, challenge: bytes) -> bytes:
    """RFC 2195."""
    return username + b" " + hmac.new(secret, challenge, "md5").hexdigest().encode()
