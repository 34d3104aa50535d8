"""Screen 5 as a whole: what it says for real reports, in which order, in both languages, and what its buttons do."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mailcheck.domain.finding import Outcome
from mailcheck.domain.report import Confidence, Remedy, Verdict
from mailcheck.i18n import Language, window_message
from mailcheck.phone_code import phone_code
from mailcheck.ui.draft import Draft
from mailcheck.ui.pages.result import ResultPage
from mailcheck.ui.result.amocrm_quote import Quotation
from mailcheck.ui.result.changes_block import ChangesBlock
from mailcheck.ui.result.connection_card import ConnectionCard
from mailcheck.ui.result.diagnosis_card import AdminText, DiagnosisCard
from mailcheck.ui.result.how_far import HowFar
from mailcheck.ui.result.seen_block import SeenBlock
from mailcheck.ui.result.step import Step
from mailcheck.ui.result.verbatim import Verbatim
from mailcheck.ui.result.verdict_header import VerdictHeader
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.button import Button
from mailcheck.ui.widgets.reveal import Reveal
from mailcheck.ui.widgets.text import Text
from tests.ui.frame import settle
from tests.ui.reading import parts, words
from tests.ui.real_reports import Reports, real_reports
from tests.ui.states.result import hostile_report, shown

Shells = Callable[..., Shell]


_windows: list[QWidget] = []


@pytest.fixture(autouse=True)
def windows_live_as_long_as_their_test() -> Iterator[None]:
    yield
    _windows.clear()


def page_of(shell: Shell, name: str, draft: Draft | None = None, reports: Reports | None = None) -> ResultPage:
    wizard, page = shown(shell, reports or real_reports(name), draft)
    _windows.append(wizard)
    page.go.disconnect()  # no run of the program itself
    return page


@pytest.mark.parametrize(
    ("name", "word", "sentence"),
    [
        ("green", "Всё в порядке", "Ящик готов к подключению в amoCRM"),
        ("green-refused", "Внимание", "Отсюда ящик работает, а amoCRM показала ошибку"),
        ("gmail", "Нужно исправить", "Для Gmail нужен пароль приложения"),
        ("lookalike", "Нужно исправить", "В адресе не та буква"),
        ("no-sent", "Нужно исправить", "На сервере нет папки «Отправленные»"),
        ("stopped", "Ответа пока нет", "Проверено не всё"),
        ("no-password", "Ответа пока нет", "До входа в почту ошибок нет"),
    ],
)
def test_the_verdict(shell: Shell, name: str, word: str, sentence: str) -> None:
    header = VerdictHeader(shell, real_reports(name)[Language.RU], saved=False)
    assert word in header.word.accessibleName().replace("\u00a0", " ")
    assert header.sentence.words.replace("\u00a0", " ").startswith(sentence)


def test_the_worst_problem_leads_and_the_verdict_follows(shell: Shell) -> None:
    report = real_reports("three-cards")[Language.RU]
    header = VerdictHeader(shell, report, saved=False)
    assert header.sentence.words == report.diagnoses[0].title
    said = header.rest.words.replace("\u00a0", " ")
    failed = [each for each in report.diagnoses if each.outcome is Outcome.FAILED]
    assert len(failed) == 2, "the third is a remark"
    assert said == "Ящик пока не готов к работе в amoCRM. Найдена ещё 1 ошибка."


def test_a_cause_that_is_not_certain_is_not_told_as_if_it_were(shell: Shell) -> None:
    report = real_reports("gmail")[Language.RU]
    for confidence, said in ((Confidence.LIKELY, "Скорее всего, дело в этом."), (Confidence.POSSIBLE, "Это одна из")):
        card = replace(report.diagnoses[0], confidence=confidence)
        header = VerdictHeader(shell, replace(report, diagnoses=(card,)), saved=False)
        assert header.rest.words.replace("\u00a0", " ").startswith(said)
    assert "дело в этом" not in VerdictHeader(shell, report, saved=False).rest.words.replace("\u00a0", " ")


@pytest.mark.parametrize("language", Language)
def test_one_code_is_read_aloud(shells: Shells, language: Language) -> None:
    """At the top and by the report it is the same; the number of a problem is called otherwise."""
    page = page_of(shells(language), "gmail")
    code = phone_code(real_reports("gmail")[language])
    assert page.saving.code.words == code
    header = page.findChild(VerdictHeader)
    assert header and code in words(header)
    named = [text.words for text in page.findChildren(Text) if re.search("[Кк]од[: ]|[Cc]ode[: ]", text.words)]
    assert [each for each in named if code not in each] == [window_message("saving.phone", language)]
    assert "M-403" not in " ".join(named)


def test_what_was_not_tried_is_not_called_ruled_out(shell: Shell) -> None:
    """Nobody agreed to the servers that were found, so nobody signed in."""
    report = replace(real_reports("unconfirmed")[Language.RU], amocrm_error_seen="connection-problem")
    seen = page_of(shell, "unconfirmed", reports={Language.RU: report}).findChild(SeenBlock)
    assert seen is not None
    said = words(seen).replace("\u00a0", " ")
    assert "Причина этого текста пока не найдена: проверка прошла не до конца." in said
    assert "Ни одной из причин" not in said


def test_what_amocrm_showed_leads_before_the_cards(shell: Shell) -> None:
    page = page_of(shell, "three-cards")
    assert parts(page)[:5] == [VerdictHeader, SeenBlock, DiagnosisCard, DiagnosisCard, DiagnosisCard]
    seen = page.findChild(SeenBlock)
    assert seen is not None
    said = words(seen)
    assert "«Возникли проблемы с подключением ящика, проверьте настройки почты.»" in said
    assert said.index("Найдено") < said.index("Неполадка, названная вверху")
    assert "На сервере нет папки" not in said, "that is the headline"
    assert "Исключено проверкой" not in said and "Что введено в amoCRM" not in said
    fold = seen.findChild(Reveal)
    assert fold is not None
    fold.set_open(True)
    said = words(seen)
    assert said.index("Исключено проверкой") < said.index("Отсюда не видно") < said.index("Что введено в amoCRM")


def test_nothing_found_says_what_cannot_be_seen(shell: Shell) -> None:
    seen = page_of(shell, "green-refused").findChild(SeenBlock)
    assert seen is not None
    assert "Ни одной из причин этого текста здесь не найдено." in words(seen)
    assert "Отсюда не видно" in words(seen)


def test_a_text_of_amocrm_that_nobody_knows_is_quoted(shell: Shell) -> None:
    page = page_of(shell, "green", Draft(address="a@b.test", amocrm_words="<b>Что-то пошло не так</b>"))
    seen = page.findChild(SeenBlock)
    assert seen is not None
    assert "«<b>Что-то пошло не так</b>»" in words(seen)
    assert "Этого текста программа не знает." in words(seen)


def test_a_card(shell: Shell) -> None:
    report = replace(real_reports("gmail")[Language.RU], amocrm_error_seen=None)
    card = page_of(shell, "gmail", reports={Language.RU: report}).findChild(DiagnosisCard)
    assert card is not None
    said = words(card)
    assert "Для Gmail нужен пароль приложения" not in said, "the headline above the only card"
    order = ["amoCRM покажет:", "«Возникли проблемы", "не принял пароль"]
    order += ["Пароль приложения — отдельный", "Что сделать", "Что сказал сервер"]
    order += ["Номер в справочнике: M-403"]
    assert [said.index(each) for each in order] == sorted(said.index(each) for each in order)
    assert "Application-specific" not in said, "the server's own words stand by themselves"
    verbatim = card.findChild(Verbatim)
    assert verbatim is not None and "Application-specific password required" in verbatim.toPlainText()
    assert verbatim.y() > card.steps[-1].y()
    buttons = [button.text() for step in card.steps for button in step.buttons]
    assert buttons == ["Открыть страницу", "Открыть страницу", "Ввести новый пароль"]
    pages = [each for each in said.splitlines() if each.startswith("myaccount.google.com/")]
    assert len(set(pages)) == 2, "two pages of one host"


def test_english_gets_our_translation_of_amocrms_words(shells: Shells) -> None:
    page = page_of(shells("en"), "gmail")
    quotes = words(page.findChildren(Quotation)[-1])
    assert "«Возникли проблемы с подключением ящика, проверьте настройки почты.»" in quotes
    assert "In English (our translation): “There were problems connecting the mailbox" in quotes


def test_open_a_page(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(shell, "gmail")
    step = page.findChildren(Step)[1]
    opened: list[str] = []
    assert page.card_actions is not None

    def open_page(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(page.card_actions, "open_page", open_page)
    step.buttons[0].click()
    assert opened == ["https://myaccount.google.com/apppasswords"]
    assert step.answer.words == "Открыта страница https://myaccount.google.com/apppasswords"


def test_no_browser(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(shell, "gmail")
    step = page.findChildren(Step)[1]
    assert page.card_actions is not None
    monkeypatch.setattr(page.card_actions, "open_page", lambda _url: False)
    step.buttons[0].click()
    step.buttons[0].click()
    assert step.answer.words.startswith("Браузер не\u00a0открылся")
    copy = step.findChildren(Button)[-1]
    copy.click()
    assert QGuiApplication.clipboard().text() == "https://myaccount.google.com/apppasswords"


def test_the_text_for_the_administrator_is_copied_whole(shell: Shell) -> None:
    page = page_of(shell, "expired")
    diagnosis = real_reports("expired")[Language.RU].diagnoses[0]
    step = next(step for step in page.findChildren(Step) if step.buttons and "Для администратора" in words(step))
    step.buttons[0].click()
    assert QGuiApplication.clipboard().text() == diagnosis.for_admin
    assert "Текст скопирован целиком" in step.answer.words
    QGuiApplication.clipboard().clear()
    fold = page.findChild(AdminText)
    assert fold is not None
    fold.set_open(True)
    fold.copy_button.click()
    assert QGuiApplication.clipboard().text() == diagnosis.for_admin


def test_correct_writes_into_the_draft_and_then_checks(shell: Shell, qtbot: QtBot) -> None:
    draft = Draft(address="anna@mаil.ru")
    page = page_of(shell, "lookalike", draft)
    step = page.findChildren(Step)[0]
    step.buttons[0].click()
    assert draft.address == "anna@mail.ru"
    assert "В\u00a0поле адреса вписано anna@mail.ru" in step.answer.words
    with qtbot.waitSignal(page.go) as gone:
        step.buttons[1].click()
    assert gone.args == ["checking"]
    assert draft.checks == frozenset()


def test_an_address_that_nothing_is_suggested_for_is_corrected_by_hand(shell: Shell, qtbot: QtBot) -> None:
    report = real_reports("no-sent")[Language.RU]
    typo = replace(report.diagnoses[0], remedies=(Remedy("Исправьте опечатку", None, "correct"),))
    wizard, page = shown(shell, {Language.RU: replace(report, diagnoses=(typo,))})
    page.go.disconnect()
    (button,) = page.findChildren(Step)[0].buttons
    assert button.text() == "Исправить адрес"
    with qtbot.waitSignal(page.go) as gone:
        button.click()
    assert gone.args == ["mailbox"]
    wizard.close()
    page = page_of(shell, "lookalike", Draft(address="anna@mаil.ru"))
    texts = [button.text() for step in page.findChildren(Step) for button in step.buttons]
    assert "Исправить" in texts and "Исправить адрес" not in texts  # one of them is enough


def test_check_again_runs_what_is_needed_and_tells_what_changed(shell: Shell, qtbot: QtBot) -> None:
    draft = Draft(address="anna@example.test")
    page = page_of(shell, "three-cards", draft)
    header = page.findChild(VerdictHeader)
    assert header is not None
    with qtbot.waitSignal(page.go) as gone:
        header.again.click()
    assert gone.args == ["checking"]
    assert draft.checks is not None and {"incoming", "outgoing"} <= draft.checks
    page.runner.reports = real_reports("no-sent")  # type: ignore[attr-defined]
    page.enter()
    qtbot.waitUntil(lambda: not page.building)
    block = page.findChildren(ChangesBlock)[-1]
    said = words(block)
    assert "Исправлено. Было: «С этого адреса отправлять не разрешено" in said
    assert "Осталось: На сервере нет папки «Отправленные»" in said


def test_incomplete_says_what_was_and_was_not_tested(shell: Shell) -> None:
    assert HowFar in parts(page_of(shell, "stopped"))
    said = words(HowFar(shell, real_reports("stopped")[Language.RU]))
    assert "Домен и сеть: проверено, ошибок нет" in said
    assert "Входящая почта: проверено не до конца — проверка остановлена" in said
    said = words(HowFar(shell, real_reports("no-password")[Language.RU]))
    assert "Исходящая почта: проверено не до конца — дальше нужен пароль" in said


def test_what_to_type_into_amocrm_is_copied_field_by_field(shell: Shell) -> None:
    card = page_of(shell, "gmail").findChild(ConnectionCard)
    assert card is not None
    copied = []
    for field in card.fields:
        field.button.click()
        copied.append(QGuiApplication.clipboard().text())
    servers = ["imap.gmail.com", "993", "SSL/TLS", "smtp.gmail.com", "465", "SSL/TLS"]
    assert copied == [*servers, "olga.petrova@gmail.com"]
    assert "Пароль приложения, а не обычный" in words(card)
    assert ConnectionCard not in parts(page_of(shell, "lookalike"))  # of a wrong address nothing is known


@pytest.mark.parametrize("language", Language)
def test_many_words_about_the_password_stand_below_and_not_in_a_narrow_column(
    shells: Shells, language: Language
) -> None:
    card = page_of(shells(language), "no-password").findChild(ConnectionCard)
    assert card is not None
    kind = real_reports("no-password")[language].connection_card.password_kind
    told = next(text for text in card.findChildren(Text) if text.words.lower() == kind.lower())
    assert told.height() < 3 * 1.4 * told.fontMetrics().lineSpacing(), "two lines at most"
    assert told.mapTo(card, QPoint(0, 0)).x() == card.fields[-1].mapTo(card, QPoint(0, 0)).x()


def test_settings_that_failed_are_not_for_amocrm(shell: Shell) -> None:
    card = page_of(shell, "expired").findChild(ConnectionCard)
    assert card is not None
    assert words(card).startswith("Настройки этой проверки\n")
    assert "Пароль" not in words(card)


def test_green_and_amocrm_still_refuses(shell: Shell) -> None:
    page = page_of(shell, "green")
    block = page.refused
    assert block.isVisible() and not block.findChildren(DiagnosisCard)
    block.set_open(True)
    assert "Отсюда ящик работает, а amoCRM показала ошибку" in words(block).replace("\u00a0", " ")
    assert block.findChild(AdminText) is not None
    shell.speech.choose(Language.EN)
    while page.building:
        QApplication.processEvents()
    settle(page)
    assert "The mailbox works from here" in words(block), "it stays unfolded, in the other language"
    assert not page_of(shell, "green-refused").refused.isVisible()  # there it is a card already


def test_what_comes_after_green_is_said_at_the_top(shell: Shell) -> None:
    header = page_of(shell, "green").findChild(VerdictHeader)
    assert header is not None
    assert header.rest.words.replace("\u00a0", " ") == "Осталось подключить его в amoCRM: что ввести, сказано ниже."


def test_reconnecting_is_one_click_away(shell: Shell) -> None:
    page = page_of(shell, "green")
    page.reconnect.set_open(True)
    said = words(page.reconnect)
    assert said.index("Отключите почту; письма не удаляйте") < said.index("Нажмите «Включить»")


def test_language_at_once(shell: Shell, qtbot: QtBot) -> None:
    page = page_of(shell, "gmail")
    page.reconnect.set_open(True)
    shell.speech.choose(Language.EN)
    qtbot.waitUntil(lambda: not page.building)
    QApplication.sendPostedEvents(None, 52)
    said = words(page)
    assert "Gmail wants an app password" in said or "app password" in said
    assert "Что сделать" not in said and "Отключите" not in said
    assert page.report is not None and page.report.language == "en"


def test_saved_report_is_marked_and_its_actions_are_off(shell: Shell) -> None:
    report = real_reports("gmail")[Language.EN]
    _, page = shown(shell, {}, Draft(opened=report))
    said = words(page)
    assert "Это сохранённый отчёт от " in said
    assert f"{report.created.astimezone():%H:%M}" in said and "(UTC)" not in said
    assert "Тексты отчёта на английском, как он составлен." in said
    assert "An app password" in said or "app password" in said
    labels = [button.text() for button in page.findChildren(Button) if button.isVisibleTo(page)]
    assert not any("снова" in label or "Исправить" in label for label in labels)
    assert "Открыть страницу" in labels
    assert any("Сохранить" in label for label in labels)
    shell.speech.choose(Language.RU)
    assert page.report is report


def test_hostile_saved_report_neither_stalls_nor_speaks_html(shell: Shell) -> None:
    report = hostile_report()
    started = time.thread_time()
    _, page = shown(shell, {}, Draft(opened=report))
    assert time.thread_time() - started < 4
    assert len(page.findChildren(DiagnosisCard)) == 5
    card = page.findChildren(DiagnosisCard)[0]
    assert "<b onclick=alert(1)>жирно</b> \\u202eоборот" in words(card)
    assert [len(step.buttons) for step in card.steps] == [0, 1]  # javascript: is no page
    page.details.set_open(True)
    assert page.details.findings is not None
    more = next(button for button in page.findChildren(Button) if "Показать ещё" in button.text())
    more.click()
    assert len(page.findChildren(DiagnosisCard)) == 15


def test_no_turn_of_the_event_loop_takes_long(shell: Shell) -> None:
    page = page_of(shell, "three-cards")  # everything is loaded now
    page.show_report(real_reports("three-cards")[Language.RU])
    longest = 0.0
    while page.building:
        started = time.thread_time()
        page._build_next()
        longest = max(longest, time.thread_time() - started)
    assert longest < 0.05  # a few ms as a rule; processors that are shared are slower


@pytest.mark.parametrize("name", ["gmail", "green-refused", "stopped"])
def test_every_state_in_english_has_no_russian_of_ours(shells: Shells, name: str) -> None:
    page = page_of(shells("en"), name)
    for text in page.findChildren(Text):
        if text.isVisibleTo(page) and "«" not in text.words:
            assert not any("а" <= letter <= "я" for letter in text.words.lower()), text.words


def test_keys_reach_everything(shell: Shell) -> None:
    wizard, page = shown(shell, real_reports("green"))
    page.details.set_open(True)
    page.waterfall.set_open(True)
    QApplication.processEvents()
    reached = set()
    page.waterfall.picture.setFocus()
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget() or wizard, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    wanted: list[QWidget | None] = [
        page.waterfall.button,
        page.waterfall.picture,
        page.details.button,
        page.details.talk,
    ]
    wanted += [page.saving.hide_address, page.saving.summary, page.saving.save_json, page.reconnect.button]
    assert all(widget in reached for widget in wanted)


def test_letters_for_alt_do_not_clash(shells: Shells) -> None:
    for language, taken in (("ru", "НДОЗП"), ("en", "BNSCK")):
        page = page_of(shells(language), "no-sent")
        texts = [b.text() for b in page.findChildren(Button) if "&" in b.text()] + [page.saving.hide_address.text()]
        letters = [text[text.index("&") + 1].upper() for text in texts]
        assert len(set(letters)) == len(letters) >= 7
        assert not set(letters) & set(taken)


def test_verdicts_are_all_dressed() -> None:
    from mailcheck.export.wording import OUTCOMES  # noqa: PLC0415

    assert set(OUTCOMES) == set(Verdict)
