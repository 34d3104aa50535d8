"""Every practice scenario ends in exactly what its entry says, in both languages."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mailcheck.amocrm import amocrm
from mailcheck.catalogue import catalogue
from mailcheck.checks.run import Run
from mailcheck.domain.account import Service
from mailcheck.domain.report import Report, Verdict
from mailcheck.engine import Engine
from mailcheck.export.text_file import as_text
from mailcheck.i18n import Language
from mailcheck.lab.practice import Practice
from mailcheck.lab.scenario import Scenario
from mailcheck.lab.scenarios import nearest, scenarios, tour
from mailcheck.plan import engine_for, plan_for
from mailcheck.providers import providers
from mailcheck.reporting import report_of

_EIGHT = {id_ for id_, text in amocrm().texts.items() if not text.is_checklist}


def run(scenario: Scenario) -> Iterator[Report]:
    """The same run told in each language."""
    with Practice(scenario, providers()) as practice:
        account, settings = practice.account, practice.settings
        engine = Engine(plan_for(account), lambda emit: Run(account, settings, providers(), emit))
        engine.start()
        for _ in engine.events():
            pass
        for language in Language:
            yield report_of(engine, language)


@pytest.mark.parametrize("scenario", scenarios().values(), ids=lambda scenario: scenario.id)
def test_ends_in_what_its_entry_says(scenario: Scenario) -> None:
    for report in run(scenario):
        found = tuple(diagnosis.code for diagnosis in report.diagnoses)
        first = report.diagnoses[0].amocrm if report.diagnoses else ()
        amocrm_text = first[0].id if first else None
        expected = scenario.expected
        assert (report.verdict, found, amocrm_text) == (expected.verdict, expected.codes, expected.amocrm)
        assert scenario.secret not in as_text(report)


def test_a_folder_that_is_made_meanwhile_is_found_by_the_next_check() -> None:
    """What the steps say: make the folder by another program, then check again. The practice mailbox keeps it."""
    with Practice(scenarios()["sent-missing"], providers()) as practice:
        assert [found.code for found in checked(practice).diagnoses] == ["sent-folder-missing"]
        trusted = ssl.create_default_context(cadata=practice.authority.pem)
        with imaplib.IMAP4_SSL("localhost", practice.ports.services[Service.INCOMING], ssl_context=trusted) as imap:
            imap.login(practice.account.address, practice.scenario.secret)
            assert imap.create("Sent")[0] == "OK"
        again = checked(practice)
        assert "sent-folder-missing" not in [found.code for found in again.diagnoses]
        assert again.verdict is not Verdict.NOT_READY


def checked(practice: Practice) -> Report:
    engine = engine_for(practice.account, practice.settings)
    engine.start()
    for _ in engine.events():
        pass
    return report_of(engine, Language.EN)


def test_there_is_a_scenario_for_each_text_of_amocrm() -> None:
    assert {scenario.expected.amocrm for scenario in scenarios().values()} >= _EIGHT
    assert len(_EIGHT) == 8


def test_what_entries_name_exists() -> None:
    for scenario in scenarios().values():
        assert set(scenario.expected.codes) <= set(catalogue().codes())
        assert {scenario.amocrm_error, scenario.expected.amocrm} - {None} <= set(amocrm().texts)


def test_the_tour_is_three_different_scenarios() -> None:
    assert len({scenario.id for scenario in tour()}) == 3


def test_every_scenario_has_a_title_of_its_own() -> None:
    for language in Language:
        titles = [scenario.title[language] for scenario in scenarios().values()]
        assert len(set(titles)) == len(titles)
        assert max(map(len, titles)) <= 70, "one line of --list"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("gmail-ordinary-pasword", "gmail-ordinary-password"), ("Sent Missing", "sent-missing"), ("cyrillic", None)],
)
def test_nearest_names(typed: str, meant: str | None) -> None:
    found = nearest(typed)
    assert found
    assert meant is None or found[0] == meant
    assert all(name in scenarios() for name in found)


def test_nothing_is_near_to_nonsense() -> None:
    assert nearest("зззззз") == ()


def test_a_mailbox_typed_wrongly_is_known_by_its_right_address() -> None:
    """Whoever puts the letter right, as the window offers, is let in."""
    typed = scenarios()["cyrillic-letter-in-address"]
    right = replace(typed, address=typed.mailbox)
    assert right.mailbox.isascii() and not typed.address.isascii()
    assert "not-ready" not in {report.verdict for report in run(right)}


def test_the_right_password_is_told_only_where_another_one_is_typed() -> None:
    told = {each.id: Practice(each, providers()).right_password for each in scenarios().values()}
    assert told["gmail-ordinary-password"] == "primerparolgmail"
    assert told["all-green"] is None
    assert all(password in scenarios()[name].accepted for name, password in told.items() if password)
