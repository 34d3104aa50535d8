"""Whatever the password is and however a server says it back: no file and no screen holds it in any form."""

from __future__ import annotations

import base64
import html
import json
import quopri
import re
from datetime import UTC, datetime
from urllib.parse import quote, quote_plus

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from imapclient import imap_utf7

from mailcheck.domain.account import Secret, Service
from mailcheck.domain.finding import Finding, Outcome, Stage
from mailcheck.domain.report import CheckResult, ConnectionCard, Report, TranscriptLine, Verdict
from mailcheck.export.html_file import as_html
from mailcheck.export.json_file import as_json
from mailcheck.export.summary import short_summary
from mailcheck.export.text_file import as_text
from mailcheck.phone_code import phone_code
from mailcheck.probes.redact import Redactor, printable

SECRETS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=6, max_size=40).filter(
    lambda text: text.strip() == text and len(set(text)) > 3
)
PRINTABLE = st.text(  # as str.isprintable() has it
    st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=6, max_size=40
).filter(lambda text: text.strip() == text and len(set(text)) > 3 and text not in "535-5.7.8 you said: or so")
USERS = st.from_regex(r"[a-z]{1,12}(@[a-z]{2,8}\.ru)?", fullmatch=True)


def echoes_of(secret: str, user: str) -> list[str]:
    """As a server may say it back; `user` is not always the one that the redactor knows."""
    raw = secret.encode()
    blobs = [
        raw,
        b"\0" + user.encode() + b"\0" + raw,
        user.encode() + b"\0" + user.encode() + b"\0" + raw,
        raw + b"\r\n",
    ]
    encoded = [base64.b64encode(blob).decode() for blob in blobs]
    return [
        secret,
        f'"{secret}"',
        secret.replace("\\", "\\\\").replace('"', '\\"'),
        quote(secret),
        re.sub("%..", lambda match: match[0].lower(), quote(secret, safe="")),
        quote_plus(secret),
        html.escape(secret),
        html.escape(secret, quote=False),
        "".join(f"&#{ord(character)};" for character in secret),
        "".join(f"&#x{ord(character):x};" for character in secret),
        secret.encode("ascii", "xmlcharrefreplace").decode(),
        secret.encode("ascii", "backslashreplace").decode(),
        quopri.encodestring(raw).decode().replace("=\n", ""),
        "".join(f"={byte:02X}" for byte in raw),
        "".join(f"%{byte:02x}" for byte in raw),
        printable(secret.encode("utf-7")),
        imap_utf7.encode(secret).decode(),
        secret[::-1],
        raw.hex(" "),
        raw.hex(":").upper(),
        raw.hex(),
        raw.hex().upper(),
        *encoded,
        *(text.rstrip("=") for text in encoded),
        *(base64.urlsafe_b64encode(blob).decode() for blob in blobs),
    ]


@settings(deadline=None)
@given(SECRETS, USERS, st.integers(0, 60))
def test_no_form_of_a_password_is_left(secret: str, user: str, which: int) -> None:
    echoes = echoes_of(secret, user)
    echo = echoes[which % len(echoes)]
    mask = Redactor(Secret(secret), "somebody@example.test")
    assume(mask("the server said: , and went") == "the server said: , and went")
    assume(all(echo not in text for text in written(report(""))))  # "password" is a word of ours
    said = mask(f"the server said: {echo}, and went")
    assert echo not in said
    assert "the server said: " in said
    for text in written(report(said)):
        assert echo not in text
        assert html.escape(echo) not in text
        assert json.dumps(echo, ensure_ascii=False)[1:-1] not in text


def written(report: Report) -> tuple[str, ...]:
    """In every form that is text; the PDF has a test of its own."""
    return as_json(report), as_text(report), as_html(report), short_summary(report), phone_code(report)


@settings(deadline=None)
@given(PRINTABLE, st.sampled_from(["535-5.7.8 ", "* ", "A12 ", "", "  "]), st.data())
def test_halves_at_the_ends_of_lines(secret: str, prefix: str, data: st.DataObject) -> None:
    """A server may break its line where it likes: neither half may stay."""
    mask = Redactor(Secret(secret), "somebody@example.test")
    for form in (secret, base64.b64encode(b"\0somebody@example.test\0" + secret.encode()).decode()):
        cut = data.draw(st.integers(1, len(form) - 1))
        lines = ["535-5.7.8 you said:", f"535-5.7.8 you said: {form[:cut]}", f"{prefix}{form[cut:]} or so", "ok"]
        assume(mask("\n".join([lines[0], "ok"])) == "\n".join([lines[0], "ok"]))
        masked = mask.lines(lines)
        assert len(masked) == 4
        assert form not in re.sub(r"\n(535-5\.7\.8 |\* |A12 | +)?", "", "\n".join(masked))
        assert form not in "".join(masked)


@settings(deadline=None)
@given(SECRETS)
def test_old_encodings(secret: str) -> None:
    mask = Redactor(Secret(secret))
    for charset in ("cp1251", "koi8-r", "latin-1"):
        try:
            raw = secret.encode(charset)
        except UnicodeEncodeError:
            continue
        assert printable(raw) not in mask(f"<{printable(raw)}>")
        assert base64.b64encode(raw).decode() not in mask(f"<{base64.b64encode(raw).decode()}>")


def report(said: str) -> Report:
    finding = Finding("login-rejected", Outcome.FAILED, Stage.AUTHENTICATE, Service.INCOMING, 1, 2, {"reply": said})
    return Report(
        created=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        language="en",
        vantage="here",
        verdict=Verdict.NOT_READY,
        address="a@b.ru",
        username="a@b.ru",
        provider=None,
        incoming=None,
        outgoing=None,
        amocrm_error_seen=None,
        checks=(CheckResult("incoming", 0, 3, (finding,)),),
        diagnoses=(),
        connection_card=ConnectionCard(None, None, "a@b.ru", "the ordinary one"),
        transcript=(TranscriptLine(Service.INCOMING, 5, "S", said),),
        titles={"incoming": "Incoming mail"},
    )
