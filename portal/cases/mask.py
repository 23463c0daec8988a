"""Covers over spans of a stored text: published words are never rewritten, only covered, and everybody sees where (SD-42, X-30, practice.md §6.4).

A mask lies over characters of a text as it is stored; the text itself stays whole. What is published has a mark in its place,
〔姓名略〕, and beside it where the marks stand, so that the published text with its marks taken out for what they cover is the stored one."""

import enum
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.case import Case
from portal.foundation import words
from portal.foundation.database import Base, Utc, choice, db

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")


class MaskKind(enum.StrEnum):
    """What a mask covers; it is the mark's word and is counted beside the text."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    IDENTITY = "identity"
    PLATE = "plate"
    CARD = "card"
    MAIL = "mail"
    ILLNESS = "illness"
    INTERNAL = "internal"
    OTHER = "other"


class Mask(Base):
    """One mask: from which character to which of a text (known by its SHA-256, which stays inside), why and by whom."""

    __tablename__ = "mask"
    __table_args__ = (CheckConstraint('"start" >= 0 AND "end" > "start"', name="span"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    text_sha256: Mapped[str] = mapped_column(String(64))
    start: Mapped[int]
    end: Mapped[int]
    kind: Mapped[MaskKind] = mapped_column(choice(MaskKind))
    why: Mapped[str] = mapped_column(String(60), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Utc)


@dataclass(frozen=True)
class Span:
    """Characters `start` to `end` (not included) of a text, and what they are."""

    start: int
    end: int
    kind: MaskKind


def key_of(text: str) -> str:
    """What a text is known by among the masks of its case: another text, were it one letter off, has none of them."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def mark(kind: MaskKind, locale: str) -> str:
    """The mark as it stands in the text, in the text's own language."""
    return words.speaker(locale)(f"common.mask.mark.{kind.value}")


def language_of(text: str, locale: str) -> str:
    """Which language the marks of a text are in: the visitor's, but that of the house where the text is Chinese and the visitor's page is not."""
    if not _HAN.search(text):
        return "en"
    return locale if locale != "en" else words.home() if words.home() != "en" else "zh_Hans"


def covered(text: str, spans: Iterable[Span], locale: str) -> tuple[str, list[Span]]:
    """The text with its spans covered, and where the marks stand in it. Spans do not overlap; all counted in characters."""
    made, marks, length, at, language = list[str](), list[Span](), 0, 0, language_of(text, locale)
    for span in sorted(spans, key=lambda one: one.start):
        word = mark(span.kind, language)
        made += [text[at:span.start], word]
        length += span.start - at + len(word)
        marks.append(Span(length - len(word), length, span.kind))
        at = span.end
    return "".join([*made, text[at:]]), marks


def fits(published: str, marks: Sequence[Span], stored: str) -> bool:
    """Whether what can be read of a published text stands in the stored one in this order, from its first byte to its last, with
    something under each mark: what anybody can check who has both, whichever masks are in force today."""
    if not marks:
        return published == stored
    ends = [0, *(one.end for one in marks)]
    parts = [published[since:until] for since, until in zip(ends, [*(one.start for one in marks), len(published)], strict=True)]
    if not stored.startswith(parts[0]) or not stored.endswith(parts[-1]):
        return False
    at = len(parts[0])
    for part in parts[1:-1]:
        found = stored.find(part, at + 1)
        if found < 0:
            return False
        at = found + len(part)
    return at < len(stored) - len(parts[-1])


def spans_of(marks: Sequence[dict[str, Any]], piece: str) -> list[Span]:
    """The marks of one text of a published row."""
    return [Span(one["start"], one["end"], MaskKind(one["kind"])) for one in marks if one["text"] == piece]


def of_case(case: Case) -> list[Mask]:
    """All masks of a case, in the order they were made."""
    return list(db.session.scalars(select(Mask).where(Mask.case_id == case.id).order_by(Mask.id)))


@dataclass
class Covering:
    """The masks of a case being laid over its texts; `marks` is where they stand now: what a published row holds,
    [{text, kind, start, end}], text being words, summary-1 …, reply-1 …, rating or cause-1 … (portal.cases.explained)."""

    case: Case
    marks: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._masks = of_case(self.case)

    def over(self, piece: str, text: str) -> str:
        """A text as it may be published."""
        mine = self.masks_of(text)
        if not mine:
            return text
        published, marks = covered(text, [Span(one.start, one.end, one.kind) for one in mine], self.case.locale)
        self.marks += [{"text": piece, "kind": one.kind.value, "start": one.start, "end": one.end} for one in marks]
        return published

    def rated(self, told: dict[str, Any]) -> None:
        """The words of a rating likewise, where it has any."""
        if "words" in told:
            told["words"] = self.over("rating", told["words"])

    def masks_of(self, text: str) -> list[Mask]:
        """The masks that lie over a text, in the order of their places."""
        if not self._masks or not text:
            return []
        key = key_of(text)
        return sorted((one for one in self._masks if one.text_sha256 == key), key=lambda one: one.start)


def record(case: Case) -> str:
    """Every mask in force of a case as one line of JSON, for the ledger: who covered what, of which text, and why."""
    told = [{"text": one.text_sha256, "start": one.start, "end": one.end, "kind": one.kind.value, "why": one.why, "person": one.person_id}
            for one in of_case(case)]
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def counted(marks: Sequence[dict[str, Any]]) -> dict[str, int]:
    """How many of each kind stand in a published row, the most frequent first."""
    kinds = [str(one["kind"]) for one in marks]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds), key=lambda kind: (-kinds.count(kind), kind))}
