from __future__ import annotations

from pathlib import Path

import pytest

from mailcheck import resources
from mailcheck.domain_slips import Meant, domain_data, load, meant
from mailcheck.providers import providers
from mailcheck.resources import BadResourceError

KNOWN = providers().domains()


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        pytest.param(*pair.split(), id=pair.split()[0])
        for pair in """
        gmial.com gmail.com | gamil.com gmail.com | gmal.com gmail.com | gmai.com gmail.com | gmaill.com gmail.com
        gmaul.com gmail.com | gnail.com gmail.com | gmail.con gmail.com | gmail.cmo gmail.com | gmail.co gmail.com
        gmail.ru gmail.com | gmail.rru gmail.com | gmail.com.ru gmail.com | gmailcom gmail.com | gmailc.om gmail.com
        gmail.c0m gmail.com | gmial.con gmail.com | www.gmail.com gmail.com | gmail gmail.com | gmeil.com gmail.com
        mail.tu mail.ru | mail.ry mail.ru | mail.ri mail.ru | mail.rru mail.ru | mail.r mail.ru | mail.ur mail.ru
        mailru mail.ru | mial.ru mail.ru | mal.ru mail.ru | maill.ru mail.ru | maik.ru mail.ru | mail.ru.ru mail.ru
        mail-ru mail.ru | mail.ruru mail.ru | ma1l.ru mail.ru | meil.ru mail.ru
        yandex.tu yandex.ru | yandx.ru yandex.ru | yadnex.ru yandex.ru | yandeks.ru yandex.ru | jandex.ru yandex.ru
        yandex.com.ru yandex.ru | yandex.co yandex.com | yandex.rru yandex.ru | yan-dex.ru yandex.ru
        rambelr.ru rambler.ru | rambler.com rambler.ru | outlok.com outlook.com | hotmial.com hotmail.com
        iclod.com icloud.com | yahooo.com yahoo.com | inbx.ru inbox.ru | lisst.ru list.ru | internt.ru internet.ru
        bk.tu bk.ru | ya.ry ya.ru | me.con me.com | i.uaa i.ua | ukr.met ukr.net | web.dee web.de
        company.con company.com | company.tu company.ru | company.comm company.com | my.company.rru my.company.ru
        """.replace("\n", "|").split("|")
        if pair.strip()
    ],
)
def test_slips(typed: str, wanted: str) -> None:
    assert meant(typed, KNOWN) == Meant(wanted, sure=True)


@pytest.mark.parametrize(
    "domain",
    """mail.com email.com ymail.com mail.ua mail.kz mail.by mail.bg mail.ee mail.de mail.eu mail.su inbox.lv inbox.com
    live.ru love.com life.ru lost.ru ok.ru vk.ru me.ru mac.ru ma.ru ya.com bk.com mai.ru mil.ru email.ru rmail.ru
    yandex.uz yandex.az yandex.com.tr yahoo.co.jp yahoo.se hotmail.fr outlook.jp icloud.com cloud.com box.ru
    example.com example.test company.co company.cm shop.rf shop.su shop.run shop.moscow shop.online 1c.ru 2gis.ru
    corp.mail.ru biz.mail.ru mail.company.ru www.shop.ru tut.by mail.example.com a.b x""".split(),
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
