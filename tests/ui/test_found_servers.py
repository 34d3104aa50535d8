"""Screen 3 with a search: what is found is shown with its source, and goes into the draft only with leave."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from mailcheck.discovery.candidate import Source
from mailcheck.discovery.race import Race
from mailcheck.domain.account import Secret, Service
from mailcheck.domain.settings import Lookup, Settings
from mailcheck.i18n import Language
from mailcheck.probes.autoconfig import Page
from mailcheck.providers import providers
from mailcheck.ui.draft import Draft
from mailcheck.ui.pages.servers import ServersPage
from mailcheck.ui.preferences import Preferences
from mailcheck.ui.servers.search import Begin
from mailcheck.ui.shell import Shell
from tests.ui.frame import framed, settle
from tests.ui.searches import answering, found, nobody
from tests.ui.states.servers import CLOSED, UNKNOWN, UNSURE, answered, hurry

IN, OUT = Service.INCOMING, Service.OUTGOING
OWN_IN = found(IN, "imap.example.test", 993, Source.AUTOCONFIG, told_by="autoconfig.example.test", username="anna")
OWN_OUT = found(OUT, "smtp.example.test", 465, Source.SRV, told_by="_submissions._tcp.example.test")
GUESS_IN = found(IN, "mail.example.test", 143, Source.GUESS, trusted=False)
GUESS_OUT = found(OUT, "mail.example.test", 587, Source.GUESS, trusted=False)


def screen(shell: Shell, begin: Begin, draft: Draft | None = None) -> ServersPage:
    wizard = framed(
        shell, partial(ServersPage, begin=begin), draft or Draft(address=UNKNOWN, secret=Secret("qwerty-12"))
    )
    page = wizard.currentPage()
    assert isinstance(page, ServersPage)
    hurry(page)
    answered(page)
    settle(wizard)
    return page


def left(page: ServersPage) -> tuple[str, str]:
    page.leave()
    return str(page.draft.incoming or ""), str(page.draft.outgoing or "")


def test_what_was_vouched_for_is_taken_with_its_source(shell: Shell) -> None:
    page = screen(shell, answering(OWN_IN, OWN_OUT))
    assert page.found.isVisible()
    assert not page.form.isVisible()
    assert not page.found.notice.isVisible()
    option = page.found.options[IN][0]
    assert option.line.words == "imap.example.test, порт 993, шифрование SSL/TLS"
    assert option.source.words.startswith("Так сообщил сайт домена (autoconfig.example.test)")
    shell.speech.choose(Language.EN)
    assert page.found.options[IN][0].source.words.startswith("So the domain’s website says")
    assert left(page) == ("imap.example.test:993/tls", "smtp.example.test:465/tls")
    assert page.draft.incoming and page.draft.incoming.source == "autoconfig"
    assert page.draft.username == "anna"


def test_one_of_each_is_no_choice_and_the_name_of_a_record_is_for_administrators(shell: Shell) -> None:
    page = screen(shell, answering(OWN_IN, OWN_OUT))
    assert not page.found.several.isVisible()
    assert all("_tcp" not in option.source.words for options in page.found.options.values() for option in options)


def test_a_guess_needs_a_yes(shell: Shell) -> None:
    page = screen(shell, answering(GUESS_IN, OWN_OUT))
    assert page.found.notice.isVisible()
    assert "mail.example.test" in page.found.notice.text.words
    assert page.found.notice.text.words.startswith("Пароль уйдёт на\u00a0mail.example.test, только если вы согласитесь")
    assert not page.found.consent.isChecked()
    assert page.isComplete()  # without it the check stops before the login
    assert left(page) == ("", "smtp.example.test:465/tls")
    page.found.consent.click()
    assert left(page) == ("mail.example.test:143/starttls", "smtp.example.test:465/tls")


def test_without_a_password_nobody_is_asked_where_it_may_go(shell: Shell) -> None:
    page = screen(shell, answering(GUESS_IN, OWN_OUT), Draft(address=UNKNOWN))
    assert page.found.isVisible() and not page.found.notice.isVisible()
    assert left(page) == ("", "smtp.example.test:465/tls")


def test_where_no_program_is_let_in_there_is_nothing_to_look_for(shell: Shell) -> None:
    page = screen(shell, answering(GUESS_IN, OWN_OUT), Draft(address=CLOSED))
    assert page.lead.words.replace("\u00a0", " ").startswith("У почты Proton Mail нет серверов для amoCRM")
    for part in (page.known, page.found, page.unknown, page.asked, page.form):
        assert not part.isVisible()
    assert page.isComplete() and left(page) == ("", "")


def test_the_yes_was_for_these_servers(shell: Shell) -> None:
    page = screen(shell, answering(GUESS_IN, found(IN, "other.hoster.test", 993, Source.SRV, trusted=False), OWN_OUT))
    page.found.consent.click()
    page.found.options[IN][1].button.click()
    assert not page.found.consent.isChecked()
    assert "other.hoster.test" in page.found.notice.text.words
    assert left(page)[0] == ""


def test_a_choice_stays_while_more_comes_in(shell: Shell) -> None:
    page = screen(shell, answering(OWN_IN, GUESS_IN, OWN_OUT))
    assert page.found.several.isVisible() and "оставьте первый" in page.found.several.words
    page.found.options[IN][1].button.click()
    page._found_more()
    assert [option.button.isChecked() for option in page.found.options[IN]] == [False, True]
    assert page.found.notice.isVisible()
    page.found.options[IN][0].button.click()
    assert not page.found.notice.isVisible()
    assert left(page)[0] == "imap.example.test:993/tls"


def test_what_a_better_one_may_still_replace_is_left_to_the_run(shell: Shell) -> None:
    page = screen(shell, answering(OWN_IN, OWN_OUT, over=False, better=True))
    assert page.found.options[IN][0].line.words.startswith("imap.example.test")
    assert left(page) == ("", "")


def test_what_our_list_is_not_sure_of_needs_a_yes(shell: Shell) -> None:
    """A known provider: nobody is searched for, and what is confirmed of it is left to the run."""
    known = providers().by_name("meta.ua")
    assert known is not None and known.unconfirmed & {"incoming", "outgoing"} == {"incoming"}
    page = screen(shell, answering(OWN_IN, OWN_OUT), Draft(address=UNSURE, secret=Secret("qwerty-12")))
    assert page.found.isVisible()
    assert not (page.known.isVisible() or page.asked.isVisible() or page.search.searching)
    assert page.lead.words.endswith("Не все серверы этой службы мы подтвердили.")
    assert "imap.meta.ua" in page.found.notice.text.words
    assert "smtp.meta.ua" not in page.found.notice.text.words
    assert "в\u00a0нашем списке это есть" in page.found.notice.text.words
    assert page.isComplete()
    assert left(page) == ("", "")
    page.found.consent.click()
    assert left(page) == ("imap.meta.ua:993/tls", "smtp.meta.ua:465/tls")
    page.found.button.click()
    assert page.forms[IN].host.text() == ""
    assert page.forms[OUT].host.text() == "smtp.meta.ua"
    page.form.as_known.click()
    assert page.found.isVisible()


def test_a_server_that_is_said_to_take_no_password(shell: Shell) -> None:
    page = screen(shell, answering(replace(OWN_IN, takes_password=False), OWN_OUT))
    assert "пароль он не принимает" in page.found.options[IN][0].source.words
    assert "не принимает" not in page.found.options[OUT][0].source.words


def test_nothing_found_the_form_is_there(shell: Shell) -> None:
    page = screen(shell, nobody)
    assert not page.form.isVisible(), "folded in as long as it is empty"
    page.unknown.button.click()
    assert page.form.isVisible()
    assert not page.found.isVisible()
    assert page.lead.words.startswith("Найти серверы домена")


def test_typing_instead_and_back(shell: Shell) -> None:
    page = screen(shell, answering(OWN_IN, GUESS_OUT))
    page.found.button.click()
    assert page.form.isVisible()
    assert page.forms[IN].host.text() == "imap.example.test"
    assert page.forms[OUT].host.text() == ""  # nobody has vouched for it: it is not put into the person's mouth
    page.form.as_known.click()
    assert page.found.isVisible()


def test_whoever_is_left_out_is_not_asked_and_that_is_remembered(shell: Shell) -> None:
    asked: list[frozenset[Lookup]] = []

    def begin(address: str, settings: Settings) -> Race | None:
        asked.append(settings.lookups)
        return nobody(address, settings)

    page = screen(shell, begin)
    page.asked.boxes[Lookup.AUTOCONFIG].click()
    answered(page)
    assert asked == [frozenset(Lookup), frozenset(Lookup) - {Lookup.AUTOCONFIG}]
    page.leave()
    assert page.draft.settings().lookups == frozenset(Lookup) - {Lookup.AUTOCONFIG}
    shell.preferences.keep()
    assert shell.preferences.left_out == {Lookup.AUTOCONFIG}
    assert Preferences().left_out == frozenset()


def test_coming_back_searches_anew_only_for_another_address(shell: Shell) -> None:
    races: list[Race | None] = []

    def begin(address: str, settings: Settings) -> Race | None:
        races.append(answering(OWN_IN, OWN_OUT, over=False)(address, settings))
        return races[-1]

    page = screen(shell, begin)
    page.leave()
    page.enter()
    answered(page)
    assert len(races) == 1
    page.leave()
    page.draft.address = "boris@other.test"
    page.enter()
    assert races[0] and races[0].over  # cut off
    answered(page)
    assert len(races) == 2
    page.leave()


def test_pages_to_read_first(shell: Shell) -> None:
    opened: list[str] = []
    page = screen(shell, answering(found(IN, "imap.example.test", 993, Source.ISPDB, pages=True), OWN_OUT))

    def open_page(url: str) -> bool:
        opened.append(url)
        return True

    page.found.guides.pages.open_page = open_page
    assert len(page.found.guides.buttons) == 2
    said = [button.text().replace("\u00a0", " ") for button in page.found.guides.buttons]
    assert said[0] == "Включение доступа: example.test"
    assert said[1].startswith("Настройка почты: ")
    page.found.guides.buttons[0].click()
    assert opened == ["https://example.test/imap"]


def test_of_several_pages_for_one_thing_each_has_its_number(shell: Shell) -> None:
    page = screen(shell, answering(found(IN, "imap.example.test", 993, Source.ISPDB, pages=True), OWN_OUT))
    pages = tuple(Page(f"https://example.test/{name}", {}) for name in ("a", "b"))
    listed = page.found._candidates[IN][0]
    page.found.guides.show_guides([replace(listed, enable=pages, documentation=())])
    said = [button.text().replace("\u00a0", " ") for button in page.found.guides.buttons]
    assert said == [f"Включение доступа ({number}): example.test" for number in (1, 2)]
