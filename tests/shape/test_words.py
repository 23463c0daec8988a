"""Every visible word: each key spoken exists in three languages, each written one is spoken, no language shines through another."""

import re
from collections.abc import Iterable

import pytest

from portal.awards import nomination, period
from portal.cases import (
    acceptance, board, delivery, detectors, dissatisfaction, explained, follow_up, handing, issuing, ladder, ladder_desk, likeness, mask, preparing, progress, promised_call, proposal, rating,
    reminder, side_note, signals, slip, visit, visitor, where_to_go,
)
from portal.cases.case import Affects, Channel, Kind, Nature, Outcome, State
from portal.cases.category import shipped_codes
from portal.cases.pause import PauseReason
from portal.cases.policy import MEASURES, SHIPPED
from portal.cases.lifecycle import MOVES
from portal.commons.concern import Standing
from portal.foundation.words import CHAPTERS, HOME, LOCALES, catalogue
from portal.network import audited, excluded, lists, pledge, representative, rule_document, self_test, visit_end
from portal.network.access import ACTS
from portal.network.role import Role
from portal.network.station import StationLevel
from portal.network.terminal import Ears
from portal.network.unit import UnitKind
from portal.notices import notice
from portal.paper.receipt import Next
from portal.reception import appointment, deviation, handed_days, offered_time
from portal.reception.activity import Kind as ActivityKind
from portal.reception.day_notice import Told
from portal.reception.handout import Group
from portal.reception.help_call import Scene
from portal.reception.pattern import Holiday, Months, Repeat
from portal.reception.print_job import Reason as Unprinted
from portal.reception.rota import Reason
from portal.reception.roster import Stage
from portal.reception.shift import OffBy
from portal.reception.sitting import Presence
from portal.reception.swap import Answer
from portal.statistics import figures, monthly
from portal.web.office import appointments, concerns, evidence, monthly_reports, motions, reception
from portal.web.office.installation import CHECKS
from portal.web.office.supervision import NOUNS
from portal.web.public import columns, open_data
from portal.web.public.ledger import SAYS
from portal.web.page import _FACES
from tests.shape.routes import endpoints
from tests.shape.spoken import families, literals, refusals

HAN = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
# Proper names and abbreviations that Chinese sentences keep in Latin letters, and what the network calls itself in English.
LATIN = {"PDF", "JPEG", "JPG", "PNG", "WebP", "WEBP", "SHA", "QR", "MB", "KB", "ICS", "CSV", "JSON", "ETag", "OpenAPI", "RSS", "Atom", "Huiyin", "ID", "English", "A5",
         "mm", "URL", "HTML", "Enter", "Esc", "Tab", "U", "x", "X", "N", "km", "Wi", "Fi", "GPS", "IP", "CJK", "AGPL", "Python", "SHA-256", "demo",
         "JavaScript", "https", "Windows", "certutil", "hashfile", "-hashfile", "CONCERN-", "MOTION-", "REPORT-"}
OWN_NAMES = ("路灯", "回音", "简体", "繁體", "中文", "简", "繁", "班", "休", "元旦")


def with_lead(*words: str, end: str = "_lead") -> set[str]:
    return {word + tail for word in words for tail in ("", end)}


STATES = {state.value for state in State}
MEASURED = {"working", "calendar", *MEASURES.values()}
TOLD = {act for act in ACTS if not act.endswith(("manage", ".see")) and not act.startswith((
    "activity.", "appointment.", "award.review", "call.", "card.", "concern.", "enclosure.", "face.", "form.", "incident.", "motion.", "invitation.", "number.", "pressure.", "report.", "shift.", "side_note.", "roster.", "sitting.", "swap.", "vacancy."))}
# What a visitor's story never tells.
INSIDE = {act for act in TOLD if act.startswith("proposal.")} | {
    "identity.reveal", "case.void", "danger.mark", "publication.prepare", "case.pressed", "slip.yellow", "slip.red", "slip.acknowledge", "behalf.slip", "behalf.support", "support.note",
    "clock.uncalled", "clock.unsigned", "interest.declare", "interest.note"}
# Families whose end is computed, and what they mirror.
FAMILIES: dict[str, set[str]] = {
    "office.audit.act": set(audited.ACTS), "office.audit.setting": set(audited.SETTINGS),
    "common.state": STATES, "common.role": set(Role), "common.rep_level": set(representative.RepLevel), "common.channel": set(Channel),
    "common.kind": {str(kind.value) for kind in Kind},
    "common.nature": set(Nature), "common.affects": set(Affects), "common.outcome": set(Outcome), "common.identity": set(visitor.IdentityMode),
    "common.because": set(excluded.Because), "common.sex": set(visitor.Sex), "common.age_band": set(visitor.AgeBand), "common.beside": set(visitor.Beside),
    "common.category": set(shipped_codes()), "common.result": set(rating.Result), "common.solved": set(rating.Solved),
    "common.way": set(delivery.Way), "common.exclusion": set(acceptance.Exclusion),
    "common.not_published": set(board.NotPublishedReason),
    "common.clock": set(SHIPPED), "common.level": set(StationLevel), "common.unit_kind": set(UnitKind), "common.act": TOLD,
    "common.error": {f"{face}.{part}" for face in _FACES.values() for part in ("title", "text")},
    "kiosk.after": STATES, "kiosk.event": TOLD - INSIDE, "kiosk.mode": set(visitor.IdentityMode),
    "kiosk.add": with_lead("more", "objection", "pressure", "cover"), "kiosk.topic": set("ABCDEFHJKLOZ"),
    "kiosk.rate": with_lead("reception", "result", "understood", "solved", "review"), "kiosk.rate.reception_": {*"12345", "skip"},
    "kiosk.rate.understood_": {"yes", "no"},
    "kiosk.test": with_lead(*self_test.PARTS),
    "kiosk.thanks": with_lead("again", "ask", "more", "nothing", "objection", "permissions", "pressure", "rated", "received", "unsettled", "withdrawal", "cover", "look_well", "look_object",
                              end="_text"),
    "office.calls.scene": set(Scene), "office.unprinted.why": set(Unprinted), "office.ears": set(Ears),
    "office.install.do_": {*CHECKS}, "office.install.who_": {"machine", "by", "keeper_name", "keeper_phone", "date"},
    "paper.level": {"b", "a"}, "paper.level_word": {"b", "a"}, "office.case.waits": STATES, "paper.next": set(Next), "paper.notice": set(where_to_go.MOST), "paper.reason": set(acceptance.Exclusion), "public.next": STATES,
    "public.about": with_lead("what", "how", "not", "publication", "privacy", end="_text"),
    "public.rating.reception_": set("12345"),
    "common.notice": set(notice.Kind), "office.day_notice": {*Told}, "common.pledge.kept": {*pledge.Kept}, "office.lists.of": {*lists.What}, "office.lists.head": {name for names in lists.COLUMNS.values() for name in names}, "common.mask.mark": set(mask.MaskKind), "common.mask.kind": set(mask.MaskKind), "common.preview": set(preparing.Word),
    "office.mask.piece": {"words", "summary", "reply", "rating", *explained.PARTS}, "office.pointing": {*detectors.PATTERNS}, "office.watch": {*signals.What}, "office.audience": {*side_note.Audience}, "office.leave": {*visit_end.Step},
    "common.rule_document": with_lead(*rule_document.Document, end="_text"), "common.finding": set(follow_up.Finding), "office.hint": set(likeness.Hint), "office.case.will_": {"asked", "unreached"},
    "common.figure": {name for name in figures.NAMES if "-" not in name}, "common.rate": {*figures.RATES}, "common.report.section": {*figures.SECTIONS}, "common.report": {*monthly.TEXTS}, "office.report.did_": {*monthly_reports.VERBS}, "common.concern.standing": {*Standing} - {Standing.REJECTED}, "office.concern.done_": {*concerns.VERBS}, "office.concern": {*concerns.VERBS, "add", "remove"}, "office.motion.did_": {*motions.VERBS}, "common.open_day.off": {*OffBy}, "office.open_day.presence": {*Presence} - {Presence.PLANNED},
    "common.booking.wants": {*appointment.Wanted}, "common.booking.stands": {*appointment.Standing}, "common.offer.said": {*offered_time.Said}, "common.day_part": {*promised_call.Part}, "common.spoken": {*"0123456789"}, "office.case.rung_": {"reached", "unreached", "given_up"}, "common.offer.told": {"other", "declined"}, "common.booking.told": {*appointment.Told}, "office.booking.told": {*appointment.Told},
    "office.deviation.setting": {*deviation.HALL}, "office.evidence.column": {*evidence.COLUMNS}, "office.handing.why": {*handing.Stays}, "office.handing.day": {*handed_days.Stays}, "office.booking.step": {*appointments.STEPS}, "office.booking.did_": {*appointments.STEPS},
    "office.sitting.ends": {*visit.Ended}, "office.sitting.note": {*visit.Ended}, "office.number.step": {*reception.STEPS}, "office.number.did_": {*reception.STEPS},
    "office.form.standing": {"out", "entered", "void"}, "office.register.mode_": {*visitor.IdentityMode},
    "office.card.group": {*Group}, "common.activity": {*ActivityKind}, "office.opening.repeats": {*Repeat}, "office.opening.said": {*Repeat}, "office.opening.in_months": {*Months},
    "office.opening.on_holiday": {*Holiday}, "office.opening.scopes": {"network", "area", "station"},
    "office.roster.why": {*Reason}, "office.roster.stage": {*Stage}, "office.swap.answer": {*Answer},
    "office.swap.done_": {Answer.ACCEPTED, Answer.DECLINED, Answer.WITHDRAWN}, "office.month.mark": {"morning", "afternoon", "evening", "away"},
    "office.today.copies_": {"failed", "never", "old"}, "common.criterion": {*period.Criterion}, "common.consent_way": {*nomination.Way}, "office.excellent.consent": {*nomination.Consent},
    "common.step": {*board.STEPS}, "common.pause": set(PauseReason), "common.limit": MEASURED, "common.measure": MEASURED,
    "common.why.kind": {"start", "weekend", "holiday", "closure", "adjusted", "stood"},
    "common.ladder": {*slip.Level}, "common.ladder_short": {*slip.Level}, "common.remind_by": {*reminder.RemindBy},
    "common.addressee": {*proposal.Addressee}, "common.decision": {*proposal.Decision}, "office.ladder.standing": {*slip.Standing},
    "office.ladder.sign": {*dissatisfaction.Sign}, "office.ladder.missing": {*issuing.Missing}, "office.ladder.why": {*ladder.Why},
    "office.ladder.todo": {act.replace(".", "_") for act in NOUNS if act not in ladder_desk.SUGGESTED.values()},
    "office.ladder.who_may_": {"yellow", "red"}, "office.ladder.waiting_": {"yellow", "red"},
    "public.handling.step": {*progress.REACHED.values()},
    "public.verify.says": {*SAYS},
    "public.data.column": {column.name for column in columns.COLUMNS}, "public.data.kind": {column.kind for column in columns.COLUMNS},
    "public.data.file_": {name for name, _ in open_data.FILES}, "public.open311": {"yes", "no"},
    "public.story": set(MOVES) | {act.replace(".", "_") for act in TOLD},
}
PARTIAL = {"public.story", "kiosk.topic", "common.act"}  # not every end is ever spoken; each spoken one is met by a page test


def keys() -> set[str]:
    return set(catalogue("zh_Hans"))


def computed() -> set[str]:
    return {f"{family}{'' if family.endswith('_') else '.'}{end}" for family, ends in FAMILIES.items() for end in ends}


def shown(found: Iterable[str]) -> list[str]:
    return sorted(found)[:40]


def plain(keys: Iterable[str]) -> set[str]:
    """Without the singular forms, which a language may have or not."""
    return {key for key in keys if not key.endswith(".one")}


def test_every_language_has_every_key() -> None:
    for locale in LOCALES:
        assert shown(plain(catalogue(locale)) ^ plain(keys())) == [], locale


def test_every_key_is_in_the_chapter_of_its_name_and_stands_once() -> None:
    for locale in LOCALES:
        for chapter in CHAPTERS:
            ids = re.findall(r'^msgid "(.+)"$', (HOME / locale / "LC_MESSAGES" / f"{chapter}.po").read_text("utf-8"), re.MULTILINE)
            assert shown(key for key in ids if not key.startswith(chapter + ".")) == []
            assert shown(key for key in set(ids) if ids.count(key) > 1) == []


def test_every_word_is_written() -> None:
    for locale in LOCALES:
        assert shown(key for key, said in catalogue(locale).items() if not said.strip()) == [], locale


def test_every_refusal_has_its_words() -> None:
    assert shown(refusals() - keys()) == []


def test_every_key_spoken_exists() -> None:
    """A literal is a key, or the name of a family or group of keys; names of routes look alike and are left out."""
    groups = {key.rpartition(".")[0] for key in keys()} | {family.rpartition(".")[0] for family in FAMILIES}
    stems = {family for family in FAMILIES if family.endswith("_")}
    missing = {key for key in literals() - keys() - groups - stems - endpoints() if not key.endswith((".css", ".js", ".html"))}
    assert shown(key for key in missing if not any(name.startswith(key) for name in endpoints()) and key != "refusal.file") == []


def test_every_computed_family_is_declared() -> None:
    declared = {family.rpartition(".")[0] if family.endswith("_") else family for family in FAMILIES}
    assert shown(families() - declared - {f"office.act.{part}" for part in ("title", "lead", "send", "done")}) == []


def test_every_end_of_a_family_has_its_words() -> None:
    assert shown(key for key in computed() - keys() if not key.startswith(tuple(f"{family}." for family in PARTIAL))) == []


def test_every_key_written_is_spoken() -> None:
    spoken = literals() | computed()
    spoken |= {key for key in keys() if re.fullmatch(r"office\.act\.(title|lead|send|done)\.\w+",
                                                     key)}  # judged by the office's own tests
    assert shown(key for key in plain(keys()) - spoken) == []
    assert shown(key for key in catalogue("en") if key.endswith(".one") and key.removesuffix(".one") not in keys()) == []


def test_placeholders_are_the_same_in_every_language() -> None:
    wrong = [key for key in keys() for locale in LOCALES
             if set(PLACEHOLDER.findall(catalogue(locale)[key])) != set(PLACEHOLDER.findall(catalogue("zh_Hans")[key]))]
    assert shown(wrong) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_placeholder_can_be_filled(locale: str) -> None:
    for key, said in catalogue(locale).items():
        names = PLACEHOLDER.findall(said)
        if names:
            assert said % dict.fromkeys(names, "") is not None, key
        assert "%s" not in said and "{}" not in said, key


def test_english_holds_no_chinese() -> None:
    def left(said: str) -> str:
        for name in OWN_NAMES:
            said = said.replace(name, "")
        return said
    assert shown(f"{key}: {said}" for key, said in catalogue("en").items() if HAN.search(left(said))) == []


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant"])
def test_chinese_holds_no_english_sentence(locale: str) -> None:
    wrong = []
    for key, said in catalogue(locale).items():
        words = set(re.findall(r"[A-Za-z][A-Za-z-]*", PLACEHOLDER.sub("", said))) - LATIN
        several = sum(len(word) > 2 for word in words) > 1 and not key.startswith(("common.language", "common.frame.lang"))
        if several or (words and not HAN.search(said) and len(said) > 12):
            wrong.append(f"{key}: {said}")
    assert shown(wrong) == []


def test_traditional_is_authored_not_left_simplified() -> None:
    """Characters that only Simplified writes do not stand in Traditional sentences, nor the other way round."""
    only_simplified = set("们这为说话时请访问见电诉办关联应对类录认让还过进边达选")
    only_traditional = set("們這為說話時請訪問見電訴辦關聯應對類錄認讓還過進邊達選")
    wrong = [f"{key}: {said}" for key, said in catalogue("zh_Hant").items()
             if set(said) & only_simplified and not any(name in said for name in ("简体", "简"))]
    wrong += [f"{key}: {said}" for key, said in catalogue("zh_Hans").items() if set(said) & only_traditional and "繁體" not in said]
    assert shown(wrong) == []


def test_traditional_writes_one_word_one_way() -> None:
    """Of two ways to write it, the one that stands here more often; 密封保存 is kept, not stored by a button."""
    other = ("裏", "着", "衆", "公佈", "號碼條", "工作室", "工作天")
    wrong = [f"{key}: {said}" for key, said in catalogue("zh_Hant").items()
             if any(word in said for word in other) or "保存" in said.replace("密封保存", "")]
    assert shown(wrong) == []


def test_calm_words() -> None:
    banned = ("投诉人", "投訴人", "complainant", "Complainant")
    assert shown(f"{key}: {said}" for locale in LOCALES for key, said in catalogue(locale).items()
                 if any(word in said for word in banned)) == []


def test_one_thing_has_one_name() -> None:
    """The glossary's word for the unit (practice.md §14 row 25), one for the director, one for a clock that is paused."""
    stray = {"zh_Hans": ("办理单位", "站长", "停表"), "zh_Hant": ("辦理單位", "站長", "停錶"), "en": ()}
    assert shown(f"{key}: {said}" for locale in LOCALES for key, said in catalogue(locale).items()
                 if any(word in said for word in stray[locale])) == []
