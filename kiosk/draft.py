"""What a visitor is telling, carried from screen to screen in the open page and nowhere else."""

import enum
import re

from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional as MayBeLeft

from portal.cases import visitor
from portal.cases.case import Channel, Kind
from portal.cases.category import CONDUCT
from portal.cases.intake import Consent, Telling
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation import codes
from portal.foundation.refusal import Refused
from portal.foundation.text import WORDS_LINES, WORDS_MOST
from portal.network.excluded import WORDS_MOST as WORDS_KEPT
from portal.web import gate
from portal.web.form import Form, Written, key_field, options

MOST_HEADS, MOST_KEPT = 99, 8
_KEY = re.compile(r"[0-9a-f]{32}")


class Topic(enum.StrEnum):
    """The pictures of the first question and the class each stands for; the name in small letters is its icon."""

    HOUSING = "A"
    CLEANING = "B"
    TRAFFIC = "C"
    UTILITIES = "D"
    ENVIRONMENT = "E"
    AID = "F"
    WORK = "H"
    LEARNING = "J"
    SAFETY = "K"
    NEIGHBOURS = "L"
    OTHER = "Z"
    CONDUCT = "O"

    @property
    def icon(self) -> str:
        """The picture of parts/icon.html."""
        return "lock" if self is Topic.CONDUCT else self.name.lower()


class Screen(enum.StrEnum):
    """The screens of telling; the first five ask something (K34)."""

    TOPIC = "topic"
    WORDS = "words"
    PLACE = "place"
    REACH = "reach"
    PUBLISH = "publish"
    REVIEW = "review"
    SPEAK = "speak"
    PAPER = "paper"
    MOBILE = "mobile"
    CONDUCT = "conduct"
    LEAVE = "leave"
    PRIVACY = "privacy"
    APART = "apart"


QUESTIONS = (Screen.TOPIC, Screen.WORDS, Screen.PLACE, Screen.REACH, Screen.PUBLISH)
ASIDE = (Screen.LEAVE, Screen.PRIVACY, Screen.APART)  # they lead back to where one was
CONSENTS = ("publish_result", "publish_words", "publish_rating", "share_contact")
SHOWN = {Screen.WORDS: ("words",), Screen.PLACE: ("place",), Screen.REACH: ("mode", "name", "phone", "minor"), Screen.APART: ("kept_words",)}


class TellForm(Form):
    """The whole draft. `go` is the button that was touched, `at` the screen it stands on; the rest is what was told."""

    key = key_field()
    at = HiddenField(default=Screen.TOPIC.value)
    go = HiddenField()
    reviewed = HiddenField()
    topic = HiddenField()
    writer = HiddenField()
    alike = HiddenField()  # what was said to a concern of neighbours: own, or joined
    heads = HiddenField(default="1")
    words = TextAreaField("kiosk.words.label", [Written(WORDS_MOST, WORDS_LINES)])
    place = StringField("kiosk.place.label", [Written(200)])
    mode = RadioField("kiosk.reach.mode", [MayBeLeft()], choices=options(IdentityMode, "kiosk.mode"))
    name = StringField("kiosk.reach.name", [Written(50)])
    phone = StringField("kiosk.reach.phone", [Written(30)])
    minor = BooleanField("kiosk.reach.child")
    kept = HiddenField()  # who may see nothing of it, by number
    kept_words = StringField("kiosk.apart.words", [Written(WORDS_KEPT)])
    publish_result = BooleanField("kiosk.publish.result")
    publish_words = BooleanField("kiosk.publish.words")
    publish_rating = BooleanField("kiosk.publish.rating")
    share_contact = BooleanField("kiosk.publish.contact")
    off_paper = BooleanField("kiosk.review.off_paper")

    @property
    def here(self) -> Screen:
        """The screen the visitor was on."""
        return Screen(self.at.data) if self.at.data in frozenset(Screen) else Screen.TOPIC

    @property
    def subject(self) -> Topic | None:
        """The picture that was touched."""
        return Topic(self.topic.data) if self.topic.data in frozenset(Topic) else None

    @property
    def people(self) -> int:
        """How many came with the matter, 1 … 99."""
        typed = self.heads.data or ""
        return min(max(int(typed), 1), MOST_HEADS) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1

    @property
    def identity(self) -> IdentityMode:
        """What was chosen; a name or phone left without a choice is for the station only."""
        if self.mode.data in frozenset(IdentityMode):
            return IdentityMode(self.mode.data)
        given = (self.name.data or "").strip() or (self.phone.data or "").strip()
        return IdentityMode.CONFIDENTIAL if given else IdentityMode.ANONYMOUS

    @property
    def consents(self) -> tuple[str, ...]:
        """What is asked: whether the unit may have the contact only of who gives it by name; another is reached through the station
        (practice.md §6.2). A tick made before the choice was changed waits and holds again with the name."""
        return CONSENTS if visitor.shares(self.identity, self.subject is Topic.CONDUCT) else CONSENTS[:-1]

    @property
    def kept_people(self) -> list[int]:
        """Whom the visitor touched, in that order."""
        return [int(one) for one in (self.kept.data or "").split()[:MOST_KEPT] if one.isascii() and one.isdigit() and len(one) < 9]

    def keep(self, touched: str) -> None:
        """One touch names somebody, the next takes it back; refused, in words, beyond as many as may be named."""
        names = [str(one) for one in self.kept_people]
        if touched not in names and len(names) >= MOST_KEPT:
            self.refuse(Refused("excluded_many", n=MOST_KEPT))
            return
        self.kept.data = " ".join([one for one in names if one != touched] if touched in names else [*names, touched])

    def form_key(self) -> str:
        """The key as minted by us; anything else is replaced."""
        if not _KEY.fullmatch(self.key.data or ""):
            self.key.data = codes.new_key()
        return str(self.key.data)

    def carried(self, screen: Screen) -> list[tuple[str, str]]:
        """Name and value of everything that this screen does not show, to stand as hidden fields in its form."""
        asked = ("off_paper",) if screen is Screen.REVIEW and self.may_print else self.consents if screen is Screen.PUBLISH else SHOWN.get(screen, ())
        own = (*asked, "go", "csrf_token", "at")
        kept = [("at", self.here.value if screen in ASIDE else screen.value)]
        for field in self:
            value = "y" if field.data is True else "" if field.data in (None, False) else str(field.data)
            if field.short_name not in own and value:
                kept.append((field.short_name, value))
        return kept

    @property
    def may_print(self) -> bool:
        """Whether the review asks what stands on the receipt: of a conduct report nothing ever does (practice.md §2.2)."""
        return self.subject is not Topic.CONDUCT

    @property
    def wishes_writer(self) -> bool:
        """Whether a person is to write it down, as was asked for."""
        return bool(self.writer.data) or self.subject is Topic.CONDUCT

    @property
    def writes(self) -> bool:
        """Whether a person has to write it down: it was wished, or there is no word of it yet."""
        return self.wishes_writer or not (self.words.data or "").strip()

    def telling(self) -> Telling:
        """What the trunk registers."""
        conduct, writes = self.subject is Topic.CONDUCT, self.writes
        return Telling(
            words="" if writes else _lines(self.words.data), channel=Channel.KIOSK, heads=self.people,
            category=CONDUCT if conduct else (self.topic.data if self.subject else None),
            kind=Kind.CONDUCT_REPORT.value if conduct else None, place=(self.place.data or "").strip(),
            needs_writer=writes, minor=bool(self.minor.data), kept_from=tuple(self.kept_people), kept_words=(self.kept_words.data or "").strip(), off_paper=bool(self.off_paper.data), locale=gate.say().locale,
            identity=Identity(self.identity, (self.name.data or "").strip(), (self.phone.data or "").strip()),
            consent=Consent(*(bool(self[name].data) for name in self.consents)))


def _lines(text: str | None) -> str:
    """Line ends as one sign, whichever way the page was sent, so that a repeat is recognised as the same (R07)."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


def masked(phone: str | None) -> str:
    """A phone number as shown after it was entered: `120****0017` (K26)."""
    typed = (phone or "").strip()
    if len(typed) < 7:
        return "*" * len(typed)
    return f"{typed[:3]}{'*' * (len(typed) - 7)}{typed[-4:]}" if len(typed) > 8 else f"{'*' * (len(typed) - 4)}{typed[-4:]}"
