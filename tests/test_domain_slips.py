from __future__ import annotations

from pathlib import Path

import pytest

from mailcheck import resources
from mailcheck.domain_slips import Meant, domain_data, load, meant
from mailcheck.providers import providers
from mailcheck.resources import BadResourceError

KNOWN = providers().domains()

SLIPS = {
    "gmail.com": "gmial.com gamil.com gmal.com gmai.com gmaill.com gmaul.com gnail.com gmail.con gmail.cmo "
    "gmail.co gmail.ru gmail.rru gmail.com.ru gmailcom gmailc.om gmail.c0m gmial.con "
    "www.gmail.com gmail gmeil.com",
    "mail.ru": "mail.tu mail.ry mail.ri mail.rru mail.r mail.ur mailru mial.ru mal.ru maill.ru maik.ru "
    "mali.ru mail.ru.ru mail-ru mail.ruru ma1l.ru meil.ru",
    "yandex.ru": "yandex.tu yandx.ru yadnex.ru yandeks.ru jandex.ru yandex.com.ru yandex.rru yan-dex.ru "
    "yandex.eu yandex.su",
    "yandex.com": "yandex.co",
    "rambler.ru": "rambelr.ru rambler.com",
    "outlook.com": "outlok.com",
    "hotmail.com": "hotmial.com",
    "icloud.com": "iclod.com",
    "yahoo.com": "yahooo.com",
    "inbox.ru": "inbx.ru",
    "list.ru": "lisst.ru",
    "internet.ru": "internt.ru",
    "bk.ru": "bk.tu",
    "ya.ru": "ya.ry",
    "me.com": "me.con",
    "i.ua": "i.uaa",
    "ukr.net": "ukr.met",
    "web.de": "web.dee",
    "hotmail.fr": "hotmial.fr hotmail.frr",
    "hotmail.co.uk": "hotmal.co.uk hotmail.co.u",
    "yahoo.co.uk": "yaho.co.uk",
    "windowslive.com": "windwslive.com windowslive.con",
    "proton.me": "protom.me proton.mee",
    "zoho.com": "zooh.com",
    "company.com": "company.con company.comm",
    "company.ru": "company.tu",
    "my.company.ru": "my.company.rru",
}

OTHERS = """
mail.com email.com ymail.com mail.ua mail.kz mail.by mail.bg mail.ee mail.de mail.eu mail.su inbox.lv inbox.com
live.ru love.com life.ru lost.ru ok.ru vk.ru me.ru mac.ru ma.ru ya.com bk.com mai.ru mil.ru email.ru rmail.ru
yandex.uz yandex.az yandex.com.tr yahoo.co.jp yahoo.se hotmail.fr outlook.jp icloud.com cloud.com box.ru
example.com example.test company.co company.cm shop.rf shop.su shop.run shop.moscow shop.online 1c.ru 2gis.ru
corp.mail.ru biz.mail.ru mail.company.ru www.shop.ru tut.by mail.example.com a.b x
yahoo.co.id 10mail.com mailas.net protein.me tmail.com gotmail.com hicloud.com"""


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [pytest.param(typed, wanted, id=typed) for wanted, slips in SLIPS.items() for typed in slips.split()],
)
def test_slips(typed: str, wanted: str) -> None:
    assert meant(typed, KNOWN) == Meant(wanted, sure=True)


@pytest.mark.parametrize(
    "domain",
    OTHERS.split(),
)
def test_other_peoples_domains(domain: str) -> None:
    assert meant(domain, KNOWN) is None


def test_no_known_domain_is_a_slip_of_another() -> None:
    assert [domain for domain in KNOWN | domain_data().real if meant(domain, KNOWN)] == []


def test_only_known_domains_are_offered() -> None:
    assert meant("gmial.com", frozenset({"mail.ru"})) is None


def test_a_tie_between_popular_ones_is_not_sure() -> None:
    assert meant("live", KNOWN) == Meant("live.com", sure=False)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("popular = [", "populer = [", "unknown key 'populer'"),
        ('"gmail.com", "mail.ru"', '"Gmail.com", "mail.ru"', "popular: missing, or not of lower-case texts"),
        ('"ру" = "ru"', '"ру" = "rus"', "spelled_zones: as many letters"),
        ("[spelled_names]", "[spelled]", "unknown key 'spelled'"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = resources.path("domain-slips.toml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "domain-slips.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadResourceError, match=r"^domain-slips\.toml: ") as refused:
        load(file)
    assert reason in str(refused.value)
