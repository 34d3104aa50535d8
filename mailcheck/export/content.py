"""What a report shows, in which order. Web page, PDF and text are drawn from this, so none of them leaves a part out.

Only what may leave this computer is in a Report, and only what is named here is shown of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailcheck import i18n
from mailcheck.amocrm import amocrm
from mailcheck.catalogue import endpoint_words
from mailcheck.domain.account import Endpoint, Service
from mailcheck.domain.finding import Outcome, Stage
from mailcheck.domain.report import AmocrmLine, Confidence, Diagnosis, Report, Verdict
from mailcheck.export import evidence, picture
from mailcheck.export.blocks import (
    Block,
    Brief,
    Content,
    Fact,
    Facts,
    Handout,
    Line,
    Notes,
    Problem,
    Quote,
    Quotes,
    Said,
    Section,
    Step,
    Steps,
    Talk,
    Text,
    plainly,
)
from mailcheck.export.json_file import tool
from mailcheck.export.plain import one_line, plain, quoted
from mailcheck.export.summary import report_number
from mailcheck.export.wording import (
    ONLY_AMOCRM,
    OUTCOMES,
    has_failed,
    moment_text,
    notes_help,
    only_tried,
    out_of_reach,
    provider_name,
    state_text,
    verdict_key,
)
from mailcheck.i18n import Language, message
from mailcheck.phone_code import phone_code


def content(report: Report) -> Content:
    """In the language of the report. Every text in it is safe to show."""
    language = Language(report.language)
    return plainly(
        Content(
            language=language.value,
            name=message("report.name", language, address=report.address),
            made=moment_text(report, language),
            title=message("report.title", language),
            outcome=OUTCOMES[report.verdict],
            state=state_text(report, language),
            verdict=message(verdict_key(report), language),
            lead=_lead(report, language),
            head=tuple(_head(report, language)),
            sections=tuple(section for section in _sections(report, language) if section.blocks),
        )
    )


def brief(report: Report) -> Brief:
    """The same of what matters to whoever waits for it."""
    language = Language(report.language)
    return plainly(
        Brief(
            verdict=message(verdict_key(report), language),
            sections=tuple(section for section in _first(report, language) if section.blocks),
            limits=tuple(_seen_from(report, language)),
        )
    )


def _first(report: Report, language: Language) -> Iterator[Section]:
    to_do = any(each.outcome is Outcome.FAILED or each.code == ONLY_AMOCRM for each in report.diagnoses)
    yield _section("problems", _problems(report, language), language, "problems" if to_do else "remarks")
    yield _section("checklist", _checklist(report, language), language)
    yield _section("card", _card(report, language), language, "card-tried" if only_tried(report) else "card")


def _sections(report: Report, language: Language) -> Iterator[Section]:
    yield from _first(report, language)
    yield _section("checks", evidence.stages(report, language), language, folded=True)
    yield _section("waterfall", picture.timeline(report, language), language)
    yield _section("certificates", evidence.certificates(report, language), language)
    yield _section("dns", evidence.dns(report, language), language)
    yield _section("limits", _limits(report, language), language)
    yield _section("about", _about(report, language), language)
    yield _section("transcript", _talk(report, language), language, folded=True)  # the longest: it is looked up in


def _section(
    id_: str, blocks: Iterator[Block], language: Language, title: str = "", *, folded: bool = False
) -> Section:
    return Section(id_, message(f"report.{title or id_}", language), tuple(blocks), folded)


def _lead(report: Report, language: Language) -> str:
    count = len(report.diagnoses) + report.more
    if not count:
        return message("report.lead-ready", language) if report.verdict is Verdict.READY else ""
    first = report.diagnoses[0]
    if first.code == ONLY_AMOCRM:
        return ""  # the verdict says it
    key = "lead-remark" if first.outcome is Outcome.WARNED else f"lead-{first.confidence}"
    return message(f"report.{key}", language, n=count, title=first.title)


def _head(report: Report, language: Language) -> Iterator[Fact]:
    def fact(name: str, value: str, *, foreign: bool = False) -> Fact:
        return Fact(message(f"report.{name}", language), value, foreign)

    yield fact("mailbox", report.address, foreign=True)
    if report.provider:
        yield fact("service", provider_name(report.provider, language) or report.provider)
    seen = amocrm().texts.get(report.amocrm_error_seen or "")
    if seen:
        yield fact("seen", quoted(seen.text))
    yield fact("made", moment_text(report, language))
    yield fact("number", report_number(report), foreign=True)
    yield fact("phone-code", phone_code(report), foreign=True)


def _problems(report: Report, language: Language) -> Iterator[Block]:
    for place, diagnosis in enumerate(report.diagnoses, 1):
        state = message(f"state.{diagnosis.outcome}", language)
        blocks = tuple(_problem(diagnosis, language))
        yield Problem(place, diagnosis.title, diagnosis.outcome, state, blocks)
    if report.more:
        yield Text(message("report.more", language, n=report.more))


def _problem(diagnosis: Diagnosis, language: Language) -> Iterator[Block]:
    """What amoCRM calls it, what happened, why, what to do, and what to hand on to others."""
    failed = diagnosis.outcome is Outcome.FAILED
    if diagnosis.code != ONLY_AMOCRM:  # what that one looks like has been seen
        yield from quotes(diagnosis.amocrm, language, failed=failed)
    yield from (Text(text) for text in (diagnosis.what, diagnosis.why) if text)
    if diagnosis.confidence is Confidence.POSSIBLE:
        yield Text(message("report.possible", language))
    if diagnosis.remedies:
        steps = tuple(Step(remedy.text, _page(remedy.url)) for remedy in diagnosis.remedies)
        yield Steps(message("report.steps", language), steps)
    if diagnosis.reply and one_line(diagnosis.reply) not in plain(diagnosis.what):
        yield Said(message("report.server-said", language), diagnosis.reply)
    if diagnosis.for_admin:
        yield Handout(message("report.for-admin", language), diagnosis.for_admin)
    yield Text(message("report.code", language, number=diagnosis.number, code=diagnosis.code), quiet=True)


def _page(url: str | None) -> str | None:
    """Whoever reads a report clicks: only pages of the web are offered."""
    return url if url and url.startswith(("https://", "http://")) else None


def quotes(texts: tuple[AmocrmLine, ...], language: Language, *, failed: bool = True) -> Iterator[Quotes]:
    """What amoCRM shows for it, the usual texts before the possible ones; of a remark, what it shows if it minds."""
    usual = tuple(_quote(text, language) for text in texts if text.likelihood == "usual")
    possible = tuple(_quote(text, language) for text in texts if text.likelihood == "possible")
    if usual:
        yield Quotes(message(f"report.amocrm-{'usual' if failed else 'perhaps'}", language), usual)
    if possible and failed:
        yield Quotes(message(f"report.amocrm-{'possible' if usual else 'alone'}", language), possible)


def _quote(text: AmocrmLine, language: Language) -> Quote:
    """amoCRM speaks Russian: whose English it is, is told."""
    known = amocrm().texts.get(text.id)
    english = message("report.our-english", language, english=known.english) if known else None
    return Quote(quoted(text.text), english if language is Language.EN else None)


def _checklist(report: Report, language: Language) -> Iterator[Block]:
    """What to look at in amoCRM itself, where what it showed is no error of the mailbox."""
    seen = amocrm().texts.get(report.amocrm_error_seen or "")
    if seen and seen.is_checklist:
        yield Text(seen.text)
        yield Text(seen.explanation[language])
        yield Steps(message("report.steps", language), tuple(Step(step) for step in seen.steps[language]))


def _card(report: Report, language: Language) -> Iterator[Block]:
    """What to type into amoCRM, as far as it is known; or what was tried, where it would not do there."""
    if not (report.incoming or report.outgoing) or has_failed(report, "address"):
        return
    card, failed = report.connection_card, out_of_reach(report)
    facts = []
    for name, endpoint in (("incoming", card.incoming), ("outgoing", card.outgoing)):
        if endpoint:
            words = _endpoint(endpoint, language, reached=name not in failed)
            facts.append(Fact(message(f"check.{name}", language), words, foreign=True))
    facts.append(Fact(message("report.username", language), card.username, foreign=True))
    if not failed:
        facts.append(Fact(message("report.password", language), card.password_kind))
    yield Facts(tuple(facts))
    if card.notes and notes_help(report):
        yield Notes(card.notes)


def _endpoint(endpoint: Endpoint, language: Language, *, reached: bool) -> str:
    words = endpoint_words(endpoint, language)
    return words if reached else message("report.card-failed", language, server=words)


def _seen_from(report: Report, language: Language) -> Iterator[Text]:
    """From where it was seen, and what no check of this program can see."""
    yield Text(report.vantage)
    if _may_send(report):
        yield Text(message("report.not-tested", language))


def _may_send(report: Report) -> bool:
    """Whether the server agreed to a sender and a recipient, and was not given the message itself."""
    findings = [finding for check in report.checks if check.id == Service.OUTGOING for finding in check.findings]
    agreed = {each.stage for each in findings if each.outcome in (Outcome.PASSED, Outcome.WARNED)}
    tried = {each.stage for each in findings if each.outcome is not Outcome.SKIPPED}
    return Stage.RCPT in agreed and Stage.DATA not in tried


def _limits(report: Report, language: Language) -> Iterator[Block]:
    yield from _seen_from(report, language)
    left_out = tuple(evidence.left_out(report, language))
    if left_out:
        yield Facts(left_out)


def _talk(report: Report, language: Language) -> Iterator[Block]:
    if not report.transcript:
        return
    columns = tuple(message(f"report.column-{name}", language) for name in ("at", "side", "speaker", "line"))
    sides = {side: message(f"report.side-{side}", language) for side in ("incoming", "outgoing")}
    speakers = {"C": message("report.ours", language), "S": message("report.theirs", language)}
    yield Talk(
        columns,
        tuple(
            Line(
                i18n.number(said.at_ms, language),
                sides[said.service],
                speakers.get(said.direction, said.direction),
                said.line,
                said.direction == "C",
            )
            for said in report.transcript
        ),
    )


def _about(report: Report, language: Language) -> Iterator[Block]:
    about = report.tool or tool()
    system = message("report.system-python", language, system=about["system"], python=about["python"])
    facts = {
        "program": message("report.program-version", language, version=about["version"]),
        "system": system,
        "language": message("report.language-name", language),
    }
    yield Facts(tuple(Fact(message(f"report.{name}", language), value) for name, value in facts.items()))
