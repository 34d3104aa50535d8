"""The answers are those of the RFCs' own examples."""

from __future__ import annotations

from mailcheck.probes.sasl import cram_md5, plain


def test_plain() -> None:
    assert plain(b"tim", b"tanstaaftanstaaf") == b"\0tim\0tanstaaftanstaaf"  # RFC 4616 section 4


def test_cram_md5() -> None:
    answer = cram_md5(b"tim", b"tanstaaftanstaaf", b"<1896.697170952@postoffice.reston.mci.net>")
    assert answer == b"tim b913a602c7eda7a495b4e6e7334d3890"  # RFC 2195 section 2
