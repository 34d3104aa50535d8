"""What can be a server's name on the internet, where strangers tell it: DNS records, and files from the web."""

from __future__ import annotations

import re

_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)+(?=[a-z]){_LABEL}", re.IGNORECASE)


def is_host_name(text: str) -> bool:
    """A full name in ASCII, without the dot at its end (RFC 1123 section 2.1: no underscore).

    No IP address, for which no certificate speaks, and no "localhost" or other name of the local network.
    """
    return _NAME.fullmatch(text) is not None
