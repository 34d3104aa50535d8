from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.address_list import UnreadableListError, read_addresses
from tests.effort import little_work

NAMES = "Имя;Рабочий email;Телефон\nИван Петров;ivan@mail.ru;+7 900\nМария;mаria@mail.ru;+7 901\n"


def read(text: str) -> list[str]:
    return read_addresses(text.encode())


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r", "cp866"]
)
def test_encodings(encoding: str) -> None:
    assert read_addresses(NAMES.encode(encoding)) == ["ivan@mail.ru", "mаria@mail.ru"]


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16-le"])
def test_encodings_of_a_plain_list(encoding: str) -> None:
    lines = ["ivan@mаil.ru", "мария@mail.ru", "анна@mail.ru", "info@пример.рф"]
    assert read_addresses("\r\n".join(lines).encode(encoding)) == lines


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_that_is_mostly_cyrillic(encoding: str) -> None:
    table = "Полное имя контакта;Ответственный;Рабочий email\n" + "Иванова Мария Петровна;Сидоров;maria@mail.ru\n" * 5
    assert read_addresses(table.encode(encoding)) == ["maria@mail.ru"] * 5


@pytest.mark.parametrize(
    "line",
    [
        "ivаn@mail.ru",
        "хеniа@mail.ru",
        "МАРИЯ@MAIL.RU",
        "IVАN@MAIL.RU",
        "Ivan@mail.rу",
        "иван@почта.рф",
        "ivan\u00a0@mail.ru",
    ],
)
def test_a_line_in_cp1251_alone(line: str) -> None:
    assert read_addresses(line.encode("cp1251")) == [line]


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
@pytest.mark.parametrize("letter", "аеорсухАВЕКМНОРСТХ")
def test_a_single_letter(letter: str, encoding: str) -> None:
    line = f"petr{letter}v@mail.ru" if letter.islower() else f"PETR{letter}V@MAIL.RU"
    assert read_addresses(line.encode(encoding)) == [line]


def test_every_line_of_a_list_is_kept_as_it_is() -> None:
    lines = [
        " ivan@mail.ru ",
        "ivan@mail,ru",
        "a@b.ru, c@d.ru",
        "Иван <ivan@mail.ru>",
        "mailto:ivan@mail.ru",
        '"ivan petrov"@mail.ru',
        '"unclosed@mail.ru',
        "a\0b@mail.ru",
        "\u200bivan@mail.ru",
        "ivan@mail.ru\u2028",
        "ivan\x0b@mail.ru",
        "ivanmail.ru",
        "x" * 10_000,
    ]
    assert read("\n".join(lines)) == lines
    assert read("\r\n\r\n".join(lines) + "\r\n \r\n") == lines


@pytest.mark.parametrize(
    "header", ["email", "E-mail", '"Email"', "Почта", "Эл. почта", "mail", "Адрес", "Адрес электронной почты"]
)
def test_a_header_over_a_list(header: str) -> None:
    assert read(f"{header}\nivan@mail,ru\npetr@mail.ru\n") == ["ivan@mail,ru", "petr@mail.ru"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_tables(delimiter: str) -> None:
    assert read(NAMES.replace(";", delimiter)) == ["ivan@mail.ru", "mаria@mail.ru"]
    assert read("sep=;\n" + NAMES) == ["ivan@mail.ru", "mаria@mail.ru"]


def test_quotes_in_a_table() -> None:
    table = 'name,email\n"Петров, Иван","ivan@mail.ru"\nМария, maria@mail.ru\n"две\nстроки",x@y.ru\n'
    assert read(table) == ["ivan@mail.ru", "maria@mail.ru", "x@y.ru"]


def test_a_broken_quote_does_not_swallow_the_rest() -> None:
    assert read('name;email\n"Иван;ivan@mail.ru\nМария;maria@mail.ru\n') == ["ivan@mail.ru", "maria@mail.ru"]


def test_several_columns_of_addresses() -> None:
    table = "Имя;Рабочий email;Личный email\nИван;ivan@mail.ru;\nМария;;maria@mail.ru\nАнна;a@b.ru;c@d.ru\n"
    assert read(table) == ["ivan@mail.ru", "maria@mail.ru", "a@b.ru", "c@d.ru"]


def test_other_columns_are_no_addresses() -> None:
    assert read("Почтовый индекс;Адрес доставки;email\n119021;Москва;a@b.ru\n") == ["a@b.ru"]


def test_of_several_columns_those_with_addresses() -> None:
    assert read("Имя,Адрес,Email\nИван,Ленина 1,a@b.ru\nАнна,Мира 2,нет\n") == ["a@b.ru", "нет"]
    google = "Name,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value\n"
    assert read(google + "Иван,* Work,a@b.ru,,\nАнна,Home,c@d.ru,* ,e@f.ru\n") == ["a@b.ru", "c@d.ru", "e@f.ru"]


def test_an_export_of_amocrm() -> None:
    head = "ID,Тип,Имя,Название компании,Рабочий телефон,Рабочий email,Личный email,Другой email,Должность\n"
    rows = (
        '1,контакт,"Иванов, Иван","ООО ""Ромашка, и Ко""",\'+79991234567,a@b.ru,,,Директор\n'
        "2,контакт,Анна,,,c@d.ru,e@f.ru,,\n3,контакт,Пётр,,,,,g@h.ru,\n4,контакт,Нет,,,,,,\n"
    )
    assert read(head + rows) == ["a@b.ru", "c@d.ru", "e@f.ru", "g@h.ru"]


def test_a_table_without_a_header() -> None:
    assert read("Иван;ivan@mail.ru;1\nМария;нет;2\nАнна;a@b.ru;3\n") == ["ivan@mail.ru", "нет", "a@b.ru"]


def test_a_cell_with_several() -> None:
    cells = (
        'имя;email\nа;a@b.ru, c@d.ru\nб;"Иванов, Иван <x@y.ru>; z@y.ru"\nв;mailto:v@b.ru?subject=1\nг;ivan@mail,ru\n'
    )
    assert read(cells) == ["a@b.ru", "c@d.ru", "x@y.ru", "z@y.ru", "v@b.ru", "ivan@mail,ru"]


def test_a_line_copied_from_a_letter() -> None:
    assert read("Иван <a@b.ru>, Мария <c@d.ru>; e@f.ru") == ["a@b.ru", "c@d.ru", "e@f.ru"]


def test_a_table_of_one_column_in_quotes() -> None:
    assert read('"a@b.ru"\n"c@d.ru"\n') == ["a@b.ru", "c@d.ru"]


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file(data: bytes) -> None:
    assert read_addresses(data) == []


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"PK\x03\x04\x14\0\x06\0", "not-a-plain-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not-a-plain-file"),
        (b"%PDF-1.7\n", "not-a-plain-file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4, "not-text"),
        (bytes(range(256)) * 10, "not-text"),
        (b"\0" * 1000, "not-text"),
    ],
)
def test_no_text(data: bytes, key: str) -> None:
    with pytest.raises(UnreadableListError) as refused:
        read_addresses(data)
    assert refused.value.key == key


def test_a_broken_byte_in_good_utf8() -> None:
    text = ("иван@mail.ru\n" * 20).encode() + b"a\xff@mail.ru\n"
    assert read_addresses(text)[-1] == "a\ufffd@mail.ru"
    assert read_addresses(text)[0] == "иван@mail.ru"


def test_a_hundred_thousand_lines() -> None:
    lines = [f"user{i}@shop.ru" for i in range(100_000)]
    with little_work():
        assert read("\n".join(lines)) == lines


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        addresses = read_addresses(data)
    except UnreadableListError:
        return
    assert all(isinstance(address, str) for address in addresses)
