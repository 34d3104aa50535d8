"""The domain that somebody has registered, out of a server's name: the public suffix list says where it begins."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def base_domain(host: str) -> str | None:
    """ "mx.mail.example.co.uk" -> "example.co.uk", in lower case; None for a public suffix, an IP, and no name at all.

    A name stays in the form it has, Unicode or xn--. The list is the one bundled with publicsuffixlist: nothing is
    asked of a network.
    """
    host = host.strip().rstrip(".").lower()
    if ":" in host or host.rpartition(".")[2].isdigit():
        return None
    return _suffixes().privatesuffix(host)


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - 80 ms to read, and few runs ask

    return PublicSuffixList()
