"""The PDF's text holds no form of a password, wherever a server put it, and no address of this computer."""

from __future__ import annotations

import io
from dataclasses import replace

from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from mailcheck.domain.account import Secret, Service
from mailcheck.domain.report import TranscriptLine
from mailcheck.export.own_address import without_own_addresses
from mailcheck.i18n import Language
from mailcheck.probes.redact import MASK, Redactor
from mailcheck.ui.pdf import as_pdf
from tests.export.test_secrets import echoes_of
from tests.ui.real_reports import real_reports

SECRET = 'Ж1&"пароль<b>/?='


def test_no_form_of_a_password(qapp: QApplication) -> None:
    mask = Redactor(Secret(SECRET), "olga.petrova@gmail.com")
    echoes = echoes_of(SECRET, "somebody")
    report = real_reports("gmail")[Language.RU]
    said = [TranscriptLine(Service.OUTGOING, 1, "S", mask(f"250-<{echo}>")) for echo in echoes]
    first = replace(report.diagnoses[0], reply="\n".join(line.line for line in said))
    last = TranscriptLine(Service.OUTGOING, 2, "S", "250 hello host.isp.example [203.0.113.77]")
    whole = replace(report, transcript=(*said, last), diagnoses=(first,))
    pages = PdfReader(io.BytesIO(as_pdf(without_own_addresses(whole)))).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    assert text.count(MASK) > len(echoes)
    assert not [echo for echo in echoes if "".join(echo.split()) in text]
    assert "203.0.113" not in text and "isp.example" not in text
    assert "250-<" in text
