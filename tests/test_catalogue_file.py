"""What the file of the catalogue must be: each rule is broken once."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailcheck.catalogue_file import read
from mailcheck.resources import BadResourceError

IDS = ("connection-problem", "wrong-server-data", "not-sent-authorization")
FILE = (Path(__file__).parent / "data" / "catalogue.toml").read_text(encoding="utf-8")
ASKED = 'questions = { ru = ["Да? M-401"], en = ["Yes? M-401"] }'


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("number = 401", "number = 501", "login-rejected: number 501 is not in 400…499"),
        ("number = 402", "number = 401", "imap-disabled: number M-401 is taken by login-rejected"),
        ("number = 401", 'number = "401"', "login-rejected: number '401'"),
        ('side = "login"', 'side = "left"', "login-rejected: unknown side"),
        ('outcome = "failed"', 'outcome = "passed"', "neither failed nor warned"),
        ('incoming = ["wrong-server-data", ', 'incoming = ["wrong", ', "incoming: unknown amoCRM id 'wrong'"),
        ("outgoing = []", "", "outgoing is no list"),
        ('title = "Выключено"', "", "imap-disabled: ru: no title"),
        ('title = "Off"', 'title = ""', "imap-disabled: en: title is no text"),
        ('title = "Off"', 'titel = "Off"', "imap-disabled: en: unknown key titel"),
        ('why = "Так."', 'why = "{colour}"', "ru: why: unknown placeholder colour"),
        ('why = "Так."', 'why = "[[{host}"', "ru: why: “[[” without"),
        ('why = "Так."', 'why = "{host}"', "imap-disabled: why: ru has ['host'], en has []"),
        ('why = "Так."', 'why = "Так."\nadmin = "А"', "admin: ru has [], en has nothing"),
        ('{ text = "Раз" }, { text = "Два" }]\n[imap', '{ text = "Раз" }]\n[imap', "ru: remedies: 2 to 7"),
        ('{ text = "Раз" }, ', '{ text = "Раз" }, { text = "Полтора" }, ', "remedies: ru has 3 entries"),
        ('steps = "app_password", otherwise', 'steps = "dance", otherwise', "remedy 2: unknown steps"),
        (', otherwise = "Создайте пароль приложения"', "", "remedy 2: steps go with otherwise"),
        ('{ text = "Напишите администратору" }', '{ otherwise = "Напишите" }', "remedy 4: otherwise goes with steps"),
        ('action = "copy"', 'action = "shout"', "remedy 3: unknown action"),
        (', url = "{imap_url}", action = "open"', ', action = "open"', "remedy 1: action open goes with url"),
        ('url = "{imap_url}"', 'url = "imap_url"', "remedy 1: url is no web address"),
        ('{ text = "Раз" }', '{ text = "Раз", link = "x" }', "remedy 1: unknown key link"),
        ('{ text = "Раз" }', '{ text = "Раз", needs = "luck" }', "remedy 1: unknown needs 'luck'"),
        ('{ text = "Раз" }', '{ text = "Раз", needs = "mailbox" }', "login-rejected: variant 2: remedy 1: ru has"),
        ("outgoing = []", 'outgoing = []\nadministrator = "nobody"', "imap-disabled: unknown administrator 'nobody'"),
        ("when = { first = true }", "when = {}", "login-rejected: variant 3: when is empty"),
        ("when = { first = true }", "when = { last = true }", "variant 3: when: unknown name last"),
        ("when = { first = true }", "when = { first = [1] }", "variant 3: when: first is neither"),
        ('title = "Первый"', "", "variant 3: ru: says nothing"),
        ('title = "First"', 'why = "First"', "variant 3: title: ru has [], en has nothing"),
        ("[imap-disabled]", "colour = 1\n[imap-disabled]", "en: unknown key colour"),
        ("[imap-disabled]\nnumber", "[imap-disabled]\ncolour = 1\nnumber", "imap-disabled: unknown key colour"),
        ("imap-disabled", "IMAP-disabled", "IMAP-disabled: a code is lower-case"),
        (
            '[defaults.en]\nhost = "in question"',
            "[defaults.en]",
            "[defaults]: ru and en give words for different names",
        ),
        ('host = "the server"\n', "", "[defaults]: unknown name host"),
        (ASKED, "questions = [1]", "imap-disabled: questions: ru and en are needed"),
        (ASKED, 'questions = { ru = ["Да?"] }', "questions: ru and en are needed"),
        (ASKED, 'questions = { ru = ["Да?"], en = "Yes?" }', "questions: en is no list of texts"),
        (ASKED, 'questions = { ru = ["Да?"], en = [" "] }', "questions: en is no list of texts"),
        (ASKED, "questions = { ru = [], en = [] }", "questions: 1 to 5 are wanted, ru has 0"),
        (ASKED, 'questions = { ru = ["Да?"], en = ["Yes?", "No?"] }', "questions: ru and en differ in number"),
        (ASKED, 'questions = { ru = ["M-401"], en = ["M-402"] }', "or name different problems"),
        (ASKED, 'questions = { ru = ["M-999"], en = ["M-999"] }', "questions: no problem has the number M-999"),
        (ASKED, 'questions = { ru = ["M-402"], en = ["M-402"] }', "imap-disabled: questions: M-402 is the problem"),
        ("[vocabulary]", "[words]", "[vocabulary]: a table of words is missing"),
        ("[vocabulary]", "[vocabulary", "problems.toml"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in FILE
    file = tmp_path / "problems.toml"
    file.write_text(FILE.replace(old, new) if old == "imap-disabled" else FILE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadResourceError) as caught:
        read(file, IDS)
    assert reason in str(caught.value)
    assert str(caught.value).startswith("problems.toml: ")


def test_questions_are_read() -> None:
    problems = read(Path(__file__).parent / "data" / "catalogue.toml", IDS).problems
    assert problems["imap-disabled"].questions == {"ru": ("Да? M-401",), "en": ("Yes? M-401",)}
    assert problems["login-rejected"].questions == {"ru": (), "en": ()}
