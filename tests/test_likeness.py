"""Known texts found from parts, slips and surroundings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.likeness import Index, words_of

INDEX = Index(
    [
        ("spam", "Ошибка: Подозрение на спам"),
        ("rights", "Ошибка «Недостаточно прав» при отправке письма."),
        ("rights", "Недостаточно прав"),
        ("timeout", "Время ожидания сервера при получении списка папок истекло. Ошибка соединения."),
        ("settings", "Возникли проблемы с подключением ящика, проверьте настройки почты."),
    ]
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Ошибка: Подозрение на спам", "spam"),
        ("ПОДОЗРЕНИЕ НА СПАМ", "spam"),
        ("подазрение на спамм", "spam"),
        ("прав", "rights"),
        ("проблема с подключением", "settings"),
        ("время ожидания истекло", "timeout"),
        ("Иванов 12:30 Недостаточно прав Ответить Переслать", "rights"),
    ],
)
def test_found(text: str, key: str) -> None:
    assert INDEX.find(text)[0][0] == key


def test_the_text_itself_is_certain_and_a_part_is_less() -> None:
    whole, part = INDEX.find("Ошибка: Подозрение на спам")[0][1], INDEX.find("подозрение")[0][1]
    assert whole == pytest.approx(1.0)
    assert 0.6 < part < whole


@pytest.mark.parametrize("text", ["", "на", "привет как дела", "!!!", "invoice 2026"])
def test_not_found(text: str) -> None:
    assert INDEX.find(text) == []


def test_an_empty_index_finds_nothing() -> None:
    assert Index([]).find("спам") == []
    assert Index([("a", "!!!")]).find("спам") == []


def test_words() -> None:
    assert words_of("«Ещё» раз, ПОЧТЫ!") == ("еще", "раз", "почты")


@given(st.text())
def test_likeness_is_a_share(text: str) -> None:
    scores = [score for _, score in INDEX.find(text)]
    assert all(0 < score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)
