"""The search of the handbook, run as the browser runs it: Qt has an engine for scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtQml import QJSEngine
from PySide6.QtWidgets import QApplication

from mailcheck import resources
from mailcheck.handbook.search_index import search_index
from mailcheck.i18n import Language
from tests.handbook.conftest import pages

if TYPE_CHECKING:
    from PySide6.QtQml import QJSValue

Find = Callable[[Language, str], list[str]]


@pytest.fixture(scope="module")
def find(qapp: QApplication) -> Find:
    engine = QJSEngine(qapp)
    _run(engine, (resources.path("handbook") / "search.js").read_text(encoding="utf-8"))
    for language in Language:
        _run(engine, f"var {language} = {json.dumps(search_index(pages(language)))}.map(prepared)")

    def found(language: Language, query: str) -> list[str]:
        answer = _run(engine, f"JSON.stringify(find({language}, {json.dumps(query)}))")
        return [each["link"] for each in json.loads(answer)]

    return found


def _run(engine: QJSEngine, script: str) -> str:
    answer = cast("QJSValue", engine.evaluate(script))  # the stubs know of another form that gives two values
    assert not answer.isError(), answer.toString()
    return answer.toString()


@pytest.mark.parametrize(
    ("language", "query", "first"),
    [
        ("ru", "M-403", "problem-app-password-required.html"),
        ("ru", "м403", "problem-app-password-required.html"),
        ("ru", "login-rejected", "problem-login-rejected.html"),
        ("ru", "Исходящие", "text-sent-folder-missing.html"),
        ("ru", "папка отправленные отсутствует", "text-sent-folder-missing.html"),
        ("ru", "Неверные данные сервера", "text-wrong-server-data.html"),
        ("ru", "gmail", "provider-gmail.html"),
        ("ru", "яндекс", "provider-yandex.html"),
        ("ru", "inbox.ru", "provider-mail-ru.html"),
        ("ru", "экран 4", "screen-4.html"),
        ("ru", "недостаточно прав", "text-insufficient-rights.html"),
        ("en", "Gmail", "provider-gmail.html"),
        ("en", "sent folder", "problem-sent-folder-missing.html"),
        ("en", "certificate expired", "problem-certificate-expired.html"),
    ],
)
def test_what_comes_first(find: Find, language: str, query: str, first: str) -> None:
    assert find(Language(language), query)[0] == first


@pytest.mark.parametrize(
    ("query", "among"),
    [
        ("app password", "problem-app-password-required.html"),
        ("пароль приложения", "problem-app-password-required.html"),
        ("исходящая", "text-sent-folder-missing.html"),
        ("паролем приложений", "problem-app-password-required.html"),
        ("554 5.7.1 Message rejected under suspicion of SPAM; https://ya.cc/1-abcde", "problem-spam-suspected.html"),
        ("NO [AUTHENTICATIONFAILED] LOGIN invalid credentials or IMAP is disabled", "problem-login-rejected"),
        ("двухфакторная", "text-connection-problem.html"),
        ("113", "api-codes.html"),
    ],
)
def test_what_is_among_the_first(find: Find, query: str, among: str) -> None:
    language = Language.EN if query == "app password" else Language.RU
    assert any(link.startswith(among) for link in find(language, query)[:5]), find(language, query)[:5]


def test_a_code_of_a_server_is_whole(find: Find) -> None:
    found = find(Language.RU, "5.7.1")
    assert {"problem-spam-suspected.html", "problem-sender-not-owned.html"} <= set(found)
    assert "problem-web-login-required.html" not in found  # that one is 5.7.14


def test_nothing_is_found_for_nothing(find: Find) -> None:
    for query in ("", "  ", "?!", "слон жираф", "<script>", '"', "constructor", "__proto__"):
        assert find(Language.RU, query) == []
