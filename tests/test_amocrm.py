"""amoCRM's texts are kept letter for letter, everything is said in both languages, and a bad file is refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailcheck import resources
from mailcheck.amocrm import Amocrm, amocrm, load
from mailcheck.i18n import Language
from mailcheck.resources import BadResourceError

TEXTS = {
    "spam-suspected": "Ошибка: Подозрение на спам",
    "not-sent-authorization": "Не отправлено: Ошибка авторизации. Повторить.",
    "insufficient-rights": "Ошибка «Недостаточно прав» при отправке письма.",
    "incorrect-recipient": "Письмо не отправлено: некорректный адрес получателя.",
    "folder-list-timeout": "Время ожидания сервера при получении списка папок истекло. Ошибка соединения.",
    "connection-problem": "Возникли проблемы с подключением ящика, проверьте настройки почты.",
    "sent-folder-missing": "Не найдена папка “Исходящие”. Папка “Отправленные” отсутствует.",
    "wrong-server-data": "Неверные данные сервера",
    "no-attach-button": "Нет кнопки прикрепить к сделке/создать сделку.",
    "send-button-inactive": "Кнопка «Отправить» не активна.",
}
STAGES = {
    "send": {"spam-suspected", "not-sent-authorization", "insufficient-rights", "incorrect-recipient"},
    "connect": {"folder-list-timeout", "connection-problem", "sent-folder-missing", "wrong-server-data"},
    "ui": {"no-attach-button", "send-button-inactive"},
}


def own_words(content: Amocrm) -> Iterator[tuple[Language, str]]:
    """Everything that we say ourselves: what amoCRM's tables say is not ours to polish."""
    texts = (*content.texts.values(), *content.imports.values())
    lists = [text.steps for text in texts]
    words = [text.explanation for text in texts]
    words += [limit.text for limit in content.limits.values()]
    words += [code.note for code in content.api if code.note]
    for parts in content.procedures.values():
        lists += [part.steps for part in parts.values()]
        words += [part.title for part in parts.values()]
    for language in Language:
        yield from ((language, each[language]) for each in words)
        yield from ((language, step) for each in lists for step in each[language])
        yield from ((language, code.text[language]) for code in content.api if language in code.ours)


def test_the_texts_are_amocrms_letter_for_letter() -> None:
    assert {name: text.text for name, text in amocrm().texts.items()} == TEXTS
    assert {name: text.status for name, text in amocrm().texts.items() if text.status} == {
        "insufficient-rights": "Недостаточно прав"
    }


def test_each_text_has_its_id_and_stage() -> None:
    assert all(text.id == name for name, text in amocrm().texts.items())
    for stage, names in STAGES.items():
        assert {name for name, text in amocrm().texts.items() if text.stage == stage} == names


def test_problems_turn_into_texts_that_exist_and_every_text_but_the_checklists_comes_of_a_problem() -> None:
    problems = resources.load_toml(resources.path("problems.toml"))
    named = {name for entry in problems.values() for side in ("incoming", "outgoing") for name in entry.get(side, [])}
    assert named == set(TEXTS) - STAGES["ui"]


def test_imports_are_no_errors_of_a_mailbox() -> None:
    imports = amocrm().imports
    assert len(imports) == 8
    assert {text.stage for text in imports.values()} == {"import"}
    assert [name for name, text in imports.items() if text.own_words] == ["phones-not-imported"]
    assert not set(imports) & set(TEXTS)


def test_the_api_tables_are_whole() -> None:
    codes = amocrm().api
    russian = [code for code in codes if Language.RU not in code.ours]
    english = [code for code in codes if Language.EN not in code.ours]
    assert (len(codes), len(russian), len(english)) == (81, 40, 77)
    assert len({code.code for code in russian}) == 33
    assert len({code.code for code in english}) == 63
    assert {code.code for code in codes if Language.EN in code.ours} == {330, 405, 422}
    assert len({code.section[Language.EN] for code in codes}) == 10


def test_a_code_may_have_several_meanings() -> None:
    times = Counter(code.code for code in amocrm().api)
    assert {code for code, count in times.items() if count > 2} == {222, 244, 405}
    assert times[402] == 2
    customers, general = (code for code in amocrm().api if code.code == 402)
    assert (customers.http, general.http) == (None, "402 Payment Required")


@pytest.mark.parametrize("number", [113, 204, 205, 226, 236, 280, 402, 403, 2002])
def test_where_the_tables_mislead_a_note_says_so(number: int) -> None:
    assert all(code.note for code in amocrm().api if code.code == number)


def test_success_is_not_called_an_error() -> None:
    (created,) = (code for code in amocrm().api if code.code == 280)
    assert created.note
    assert created.note[Language.RU].startswith("Это не ошибка")


def test_what_is_known_of_limits_has_a_source() -> None:
    limits = amocrm().limits
    assert {"sync", "folders", "attachments", "cyrillic-addresses", "idn-domains", "host-name-only"} <= set(limits)
    assert all(limit.source for limit in limits.values())
    assert limits["ip-addresses"].confidence == "low"
    assert len(limits["ip-addresses"].source) == 2


def test_no_addresses_of_other_peoples_widgets() -> None:
    assert "81.88." not in resources.path("amocrm.toml").read_text(encoding="utf-8")


def test_reconnecting_keeps_the_letters() -> None:
    parts = amocrm().procedures["reconnect"]
    assert list(parts) == ["disconnect", "password", "oauth"]
    assert "не удаляйте" in parts["disconnect"].steps[Language.RU][-1]
    assert "do not delete" in parts["disconnect"].steps[Language.EN][-1]


def test_our_own_words_keep_to_the_voice() -> None:
    unwanted = re.compile(r"пожалуйста|некорректн|валидн|произвести|данн(?:ый|ого|ом)\b|please|!| —", re.IGNORECASE)
    said = list(own_words(amocrm()))
    assert [text for _, text in said if unwanted.search(text)] == []
    assert [text for language, text in said if language is Language.RU and not re.search("[а-яё]", text)] == []
    assert [text for language, text in said if language is Language.EN and not re.search("[a-z]", text)] == []


GOOD = """
[texts.spam]
text = "Спам"
stage = "send"
english = "Spam"
explanation = { ru = "да", en = "yes" }
steps = { ru = ["раз"], en = ["one"] }
[procedures.reconnect.first]
title = { ru = "да", en = "yes" }
steps = { ru = ["раз"], en = ["one"] }
[limits.sync]
text = { ru = "да", en = "yes" }
source = ["a page"]
confidence = "high"
[[import]]
id = "rows"
text = "Строки"
english = "Rows"
explanation = { ru = "да", en = "yes" }
steps = { ru = ["раз"], en = ["one"] }
[[api]]
code = 403
section = { ru = "Все", en = "All" }
ru = "нет"
en = "no"
"""
API = GOOD[GOOD.index("[[api]]") :]
IMPORT = GOOD[GOOD.index("[[import]]") : GOOD.index("[[api]]")]


def refusal(tmp_path: Path, content: str) -> str:
    file = tmp_path / "amocrm.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadResourceError) as caught:
        load(file)
    return str(caught.value)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "amocrm.toml"
    file.write_text(GOOD, encoding="utf-8")
    content = load(file)
    assert (content.texts["spam"].text, content.imports["rows"].stage, content.api[0].code) == ("Спам", "import", 403)


@pytest.mark.parametrize(
    ("old", "new", "where", "reason"),
    [
        ("[texts.spam]", "[texts.Spam]", "texts.Spam", "the id 'Spam' is not lower-case words joined by hyphens"),
        ('stage = "send"', 'stage = "later"', "texts.spam", "stage: 'later' is not one of connect, send, ui"),
        ('stage = "send"\n', "", "texts.spam", "stage: None is not one of connect, send, ui"),
        ('stage = "send"', "stage = []", "texts.spam", "stage: [] is not one of connect, send, ui"),
        ("[limits.sync]", "[procedures.none]\n[limits.sync]", "procedures.none", "has no parts"),
        ('stage = "send"', 'stage = "send"\nstatus = ""', "texts.spam", "status: a text is needed"),
        ('english = "Spam"', 'english = "Spam"\ncolour = "red"', "texts.spam", "unknown key colour"),
        (
            'english = "Spam"\nexplanation = { ru = "да", en = "yes" }',
            'english = "Spam"',
            "texts.spam",
            "explanation: ru: a text is needed",
        ),
        (
            'stage = "send"',
            'stage = "send"\nquestions = { ru = ["Да?"], en = [] }',
            "texts.spam",
            "questions: en: a list of texts is needed",
        ),
        ('en = ["one"] }\n[proc', 'en = ["one", "two"] }\n[proc', "texts.spam", "steps: ru and en differ in number"),
        (
            'steps = { ru = ["раз"], en = ["one"] }\n[lim',
            "steps = { ru = [], en = [] }\n[lim",
            "procedures.reconnect",
            "steps: ru: a list of texts is needed",
        ),
        ('source = ["a page"]\n', "", "limits.sync", "source: a list of texts is needed"),
        (
            'confidence = "high"',
            'confidence = "sure"',
            "limits.sync",
            "confidence: 'sure' is not one of high, low, medium",
        ),
        ('id = "rows"', 'id = "rows"\nown_words = 1', "import, entry 1", "own_words is neither true nor false"),
        (IMPORT, IMPORT * 2, "import, entry 2", "'rows' stands twice"),
        (API, API * 2, "api", "code 403 stands twice with the same meaning"),
        ("code = 403", "code = true", "api, entry 1", "code True is no number"),
        (
            'en = "no"',
            'en = "no"\nours = ["ru", "en"]',
            "api, entry 1",
            "ours is a list of one language: amoCRM must have said it in the other",
        ),
        ('en = "no"', 'en = "no"\nours = ["fr"]', "api, entry 1", "ours: 'fr' is not one of en, ru"),
        ('en = "no"', "", "api, entry 1", "text: en: a text is needed"),
        ('en = "no"', 'en = "no"\nnote = { ru = "да" }', "api, entry 1", "note: en: a text is needed"),
        (API, "", "api", "is missing or empty"),
        ("[limits.sync]", "[limit.sync]", "", "unknown key limit"),
        ("[limits.sync]", "[limits]\nother = 1\n[limits.sync]", "limits.other", "is no table"),
    ],
)
def test_a_bad_file_is_refused_with_entry_and_reason(
    tmp_path: Path, old: str, new: str, where: str, reason: str
) -> None:
    assert old in GOOD
    told = refusal(tmp_path, GOOD.replace(old, new, 1))
    assert told == ": ".join(part for part in ("amocrm.toml", where, reason) if part)


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "[texts").startswith("amocrm.toml: ")
