"""Screen 3, «Серверы»: what is known of them in two lines, what a search has found, or a form that explains itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from mailcheck.domain.account import Endpoint, Service
from mailcheck.domain.provider import Provider
from mailcheck.ui.draft import Draft, Practice
from mailcheck.ui.latest import Latest
from mailcheck.ui.page import Page
from mailcheck.ui.servers.asked import Asked
from mailcheck.ui.servers.form import ServerForm
from mailcheck.ui.servers.found import FoundServers
from mailcheck.ui.servers.known import KnownServers
from mailcheck.ui.servers.search import Begin, Search, begin_search
from mailcheck.ui.servers.typed import TypedServers
from mailcheck.ui.servers.unknown import UnknownServers
from mailcheck.ui.shell import Shell
from mailcheck.ui.widgets.in_sight import bring_into_sight
from mailcheck.ui.widgets.text import Text

if TYPE_CHECKING:
    from mailcheck.discovery.candidate import Candidate

_GIVEN = "given"


class ServersPage(Page):
    """`typing`: the form counts; else the servers are left to what is known, or to what the search has found."""

    name = "servers"
    next_key = "buttons.check"

    def __init__(
        self, shell: Shell, draft: Draft, parent: QWidget | None = None, *, begin: Begin = begin_search
    ) -> None:
        super().__init__(shell, draft, parent)
        self.typing = False
        self._by_hand = False  # the person wants to type, whatever may be found
        self._searched = ""  # the address that was searched for
        self._told_username: str | None = None  # the user name that came with what was found
        self._provider: Provider | None = None
        self._closed: Provider | None = None  # lets no programs in: there are no servers to be found
        self._domain: str | None = None
        self._practice: Practice | None = None
        self._moved = False  # to another domain: what was typed for the one before waits in the form
        self._latest = Latest("provider", self)
        self._latest.answered.connect(self._recognised)
        self.lead = Text(shell, "body")
        self.known = KnownServers(shell)
        self.known.change.connect(self._change)
        self.search = Search(begin, self)
        self.search.changed.connect(self._found_more)
        self.found = FoundServers(shell)
        self.found.change.connect(self._change)
        self.unknown = UnknownServers(shell)
        self.unknown.button.clicked.connect(self._change)
        self.asked = Asked(shell)
        self.asked.changed.connect(self._look)
        for widget in (self.lead, self.known, self.found, self.unknown, self.asked):
            self.content.addWidget(widget)
            widget.setVisible(widget is self.lead)
        shell.speech.changed.connect(self.retranslate)

    @cached_property
    def forms(self) -> dict[Service, ServerForm]:
        """Made when first wanted, as the next: they are the larger part of this screen, and seldom the first seen."""
        return {service: ServerForm(self.shell, service) for service in Service}

    @cached_property
    def form(self) -> TypedServers:
        made = TypedServers(self.shell, self.forms)
        made.hide()
        made.as_known.clicked.connect(self._use_known)
        for form in self.forms.values():
            form.changed.connect(self._say_lead)
        self.content.insertWidget(self.content.indexOf(self.asked), made)
        return made

    # --- called by the wizard --------------------------------------------------------------------------------------

    def prepare(self) -> Iterator[object]:
        yield self.forms
        yield self.form

    def enter(self) -> None:
        """The provider is looked up beside the window: its list takes its time to load."""
        self.runner.warm_up()
        if self.first_focus is not None:
            bring_into_sight(self.first_focus)  # the screen may have been left at its end
        domain = self.draft.address.rpartition("@")[2].strip().lower()
        self.form.take_consent_back()
        self.found.set_password(given=self.draft.secret is not None)
        if self.draft.username:
            self.form.username.setText(self.draft.username)
        self._moved = self._domain not in (None, domain) and self._practice is self.draft.practice
        self._domain, self._practice = domain, self.draft.practice
        if self._moved:
            self.search.forget()
            self.found.forget()
            self._by_hand = False
        recognised = self.draft.provider
        self._latest.ask(lambda: _provider_of(domain, recognised))

    def leave(self) -> None:
        self.draft.lookups = self.asked.allowed
        searched = not self._sure and not self.typing
        ends = {service: self._endpoint(service, searched=searched) for service in Service}
        self.draft.incoming, self.draft.outgoing = ends[Service.INCOMING], ends[Service.OUTGOING]
        if self.draft.username == self._told_username:
            found = self.found.chosen(Service.INCOMING) if searched else None
            self._told_username = found.username if found else None
            self.draft.username = self._told_username
        self.search.stop()
        if self.typing:
            self.draft.username = self.form.username.text().strip() or None
        self.draft.insecure = self.typing and self.form.unencrypted.consent.isChecked()

    def validatePage(self) -> bool:  # noqa: N802
        """What no check can begin with is not found out by a run: the first such thing is led to."""
        return not (self.typing and self.form.leads_to_an_obstacle())

    def retranslate(self) -> None:
        self._say_lead()

    def _endpoint(self, service: Service, *, searched: bool) -> Endpoint | None:
        """None is left to the run: it goes on searching, and signs in nowhere without a yes."""
        if self.typing:
            return self.forms[service].fields.endpoint()
        found = self.found.chosen(service) if searched else None
        settled = found is not None and found.trusted and self.search.settled(service)
        return found.endpoint if found and (settled or self.found.agreed(service)) else None

    # --- what the search finds -------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Also anew, when others may be asked than before."""
        if not (self._provider or self._closed) and self._domain and not self._by_hand and not self._typed:
            self.typing = False
            self.draft.lookups = self.asked.allowed
            self._searched = self.draft.address
            self.found.forget()
            self.search.look_for(self.draft.address, self.draft.settings())
            self._arrange()

    def _found_more(self) -> None:
        candidates = {service: self.search.candidates(service) for service in Service}
        self.found.show_found(candidates, searching=self.search.searching)
        self._arrange()

    # --- what is known ---------------------------------------------------------------------------------------------

    def _recognised(self, found: object) -> None:
        mail = cast("Provider | None", found)
        self._closed = mail if mail and not mail.lets_programs_in else None
        self._provider = mail if mail and all(map(mail.endpoints, Service)) else None
        given = any(map(self._was_given, Service))
        self.typing = not self._moved and (given or (self.typing and (self._typed or self._by_hand)))
        for service, form in self.forms.items():
            known = self._provider.endpoints(service) if self._provider else ()
            form.show_endpoint(self._drafted(service) if given and not self._moved else None, known)
        if self._provider:
            self.known.show_provider(self._provider)
            if not self._sure:
                self.found.show_found(_hints(self._provider, self._domain), searching=False)
        self._arrange()
        if self._searched != self.draft.address or not any(map(self.found.chosen, Service)):
            self._look()

    def _drafted(self, service: Service) -> Endpoint | None:
        return self.draft.incoming if service is Service.INCOMING else self.draft.outgoing

    def _was_given(self, service: Service) -> bool:
        """Another server than the one that the run would take by itself."""
        end = self._drafted(service)
        known = self._provider.endpoints(service)[0] if self._provider and self._sure else None
        return end is not None and end.source == _GIVEN and str(end) != str(known)

    @property
    def _sure(self) -> bool:
        """The servers are known; those of a provider that are not confirmed are shown like what a search has found."""
        return self._provider is not None and all(map(self._provider.vouches_for, Service))

    @property
    def _typed(self) -> bool:
        return any(not form.fields.empty for form in self.forms.values())

    def _change(self) -> None:
        """Begin with what is known: usually one thing is to be different. What nobody vouches for is not filled in."""
        self.typing = self._by_hand = True
        for service, form in self.forms.items():
            found = self.found.chosen(service)
            if self._provider and self._provider.vouches_for(service) and form.fields.empty:
                form.show_endpoint(self._provider.endpoints(service)[0], self._provider.endpoints(service))
            elif found and found.trusted and form.fields.empty:
                form.show_endpoint(found.endpoint)
        self._arrange()
        host = self.forms[Service.INCOMING].host
        host.setFocus()
        bring_into_sight(host)

    def _use_known(self) -> None:
        self.typing = self._by_hand = False
        self._arrange()
        (self.known if self._sure else self.found).button.setFocus()

    def _arrange(self) -> None:
        searched = self._provider is None and self._domain is not None
        something = self.search.searching or any(map(self.found.chosen, Service))
        self.known.setVisible(self._sure and not self.typing)
        self.found.setVisible(something and not (self._sure or self._closed or self.typing))
        self.unknown.setVisible(searched and not (something or self.typing or self._closed))
        self.asked.setVisible(searched and not self._closed)
        self.form.setVisible(self.typing)
        self.form.as_known.tell("servers.as-known" if self._provider else "servers.as-found")
        self.form.as_known.setVisible(self._provider is not None or any(map(self.found.chosen, Service)))
        self.form.where.setVisible(self._provider is None)
        self.first_focus = self.forms[Service.INCOMING].host if self.typing else None
        if self.typing:
            self.form.look_again()
        self._say_lead()

    def _say_lead(self) -> None:
        if self._provider is not None:
            name = self._provider.name[self.shell.speech.language]
            self.lead.tell("servers.known-lead" if self._sure else "servers.hint-lead", provider=name)
        elif self._closed and not self.typing:
            self.lead.tell("servers.closed-lead", provider=self._closed.name[self.shell.speech.language])
        elif self.typing and self._typed:
            partly = any(form.fields.empty for form in self.forms.values())
            self.lead.tell("servers.given-partly-lead" if partly else "servers.given-lead")
        elif self._domain and self.search.searching:
            self.lead.tell("servers.searching-lead", domain=self._domain)
        elif self._domain:
            found = any(map(self.found.chosen, Service))
            self.lead.tell("servers.found-lead" if found else "servers.unknown-lead", domain=self._domain)
        else:
            self.lead.tell("servers.nothing-lead")


def _hints(provider: Provider, domain: str | None) -> dict[Service, tuple[Candidate, ...]]:
    """The servers of our list, as a search would tell them."""
    from mailcheck.discovery.candidate import Source, of_provider  # noqa: PLC0415 - few providers need it

    known = of_provider(provider, Source.PROVIDER if domain in provider.domains else Source.MX)
    return {service: tuple(each for each in known if each.service is service) for service in Service}


def _provider_of(domain: str, recognised: str | None) -> Provider | None:
    """Whose mail it is, where that is known."""
    from mailcheck.providers import providers  # noqa: PLC0415

    known = providers()
    return known.by_domain(domain) or (known.by_name(recognised) if recognised else None)
