"""On the way to the board: people lay masks, nothing else of a text is touched, and nothing public gives away what is under one (§6.4, X-30)."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.cases import board, invariants, ledger, mask, preparing, publication, rating, reply, timeline
from portal.cases.case import Case, Channel
from portal.cases.ledger import Entry, Kind
from portal.cases.mask import MaskKind
from portal.cases.preparing import Word
from portal.cases.rating import Result, Solved
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.refusal import Missing, Refused
from portal.foundation.unit_of_work import unit_of_work
from tests.cases.test_mask import uncovered
from tests.cast import Cast

TEXT = "住户测某甲（电话12000000017）已签署承诺书。\n𠮷 日起巡查，联系电话12000000017。"


def waiting(cast: Cast, text: str = TEXT, **more: object) -> Case:
    case = cast.delivered(text=text, **more)
    cast.rate(case)
    return case


def show(cast: Cast, case: Case, by: str = "liaison") -> None:
    with unit_of_work():
        preparing.show(case, by=cast.actor(by))


def say(cast: Cast, case: Case, word: Word, said: str = "") -> None:
    with unit_of_work():
        preparing.answer(case, word, said=said, by=cast.visitor(case))


def cover(cast: Cast, case: Case, words: str, kind: MaskKind = MaskKind.NAME, by: str = "liaison") -> int:
    with unit_of_work():
        return preparing.cover_words(case, words, kind=kind, by=cast.actor(by))


def publish(cast: Cast, case: Case, by: str = "director") -> publication.Publication:
    with unit_of_work():
        return publication.publish(case, by=cast.actor(by))


def later(hours: float) -> None:
    clock.freeze(clock.now() + timedelta(hours=hours))


def cast_up(cast: Cast, case: Case) -> publication.Publication:
    show(cast, case)
    say(cast, case, Word.WELL)
    return publish(cast, case)


def test_what_is_covered_stands_nowhere_and_the_rest_stands_as_stored(cast: Cast) -> None:
    """SD-42, X-30: no other sign is touched; search finds the words beside the marks and none below; the page says how many."""
    case = waiting(cast)
    assert cover(cast, case, "测某甲") == 1 and cover(cast, case, "12000000017", MaskKind.PHONE) == 2
    show(cast, case)
    say(cast, case, Word.WELL)
    row = publish(cast, case)
    db.session.expire_all()
    (shown,) = row.replies
    assert shown["text"] == TEXT.replace("测某甲", "〔姓名略〕").replace("12000000017", "〔电话略〕")
    assert uncovered(shown["text"], mask.spans_of(row.masks, "reply-1"), ["测某甲", "12000000017", "12000000017"]) == TEXT
    assert mask.counted(row.masks) == {"phone": 2, "name": 1}
    held = repr([getattr(row, column.key) for column in publication.Publication.__mapper__.column_attrs])
    assert "测某甲" not in held and "12000000017" not in held
    assert board.newest(board.Filter(words="12000000017")).rows == board.newest(board.Filter(words="测某甲")).rows == []
    assert board.newest(board.Filter(words="承诺书")).rows == [row]
    assert invariants.broken() == []


def test_the_fingerprint_does_not_give_away_what_is_covered(cast: Cast) -> None:
    """Eleven digits are soon guessed where the SHA-256 of the whole text is public: it is that of what can be read."""
    case = waiting(cast)
    cover(cast, case, "12000000017", MaskKind.PHONE)
    show(cast, case)
    say(cast, case, Word.WELL)
    row = publish(cast, case)
    assert row.replies[0]["sha256"] == reply.fingerprint(row.replies[0]["text"]) != reply.latest(case).sha256
    assert reply.latest(case).sha256 not in publication.canonical(row)


def test_words_summary_reply_and_the_words_of_the_rating_are_all_covered(cast: Cast) -> None:
    case = cast.delivered(text="已告知测某甲。", words="测某甲家楼上漏水。")
    with unit_of_work():
        rating.rate(case, result=Result.SATISFIED, solved=Solved.YES, understood=True, channel=Channel.ONLINE, reception=5, words="谢谢测某甲",
                    publish_words=True, by=cast.visitor(case))
    assert cover(cast, case, "测某甲") == 3
    with unit_of_work():
        at = next(one for one in preparing.pieces(case, by=cast.actor("rep")) if one.name == "summary-2").text.index("五盏")
        preparing.cover(case, "summary-2", at, at + 2, kind=MaskKind.OTHER, by=cast.actor("rep"))
    row = cast_up(cast, case)
    assert {one["text"] for one in row.masks} == {"words", "reply-1", "rating", "summary-2"}
    assert not any("测某甲" in text for text in row.texts) and row.rating["words"] == "谢谢〔姓名略〕" and row.summary[1].startswith("〔略〕灯")


def test_detectors_suggest_and_people_decide(cast: Cast) -> None:
    """What is covered is no longer suggested; nothing is covered by itself."""
    case = waiting(cast)
    (piece,) = [one for one in preparing.pieces(case, by=cast.actor("liaison")) if one.name == "reply-1"]
    assert [(hit.kind, hit.words) for hit in piece.suggested] == [("name", "测某甲"), ("phone", "12000000017"), ("phone", "12000000017")]
    assert piece.masks == [] and publication.projection(case, cast.actor("liaison")).masks == []
    hit = piece.suggested[1]
    with unit_of_work():
        preparing.cover(case, "reply-1", hit.start, hit.end, kind=MaskKind(hit.kind), by=cast.actor("liaison"))
    (piece,) = [one for one in preparing.pieces(case, by=cast.actor("liaison")) if one.name == "reply-1"]
    assert [hit.kind for hit in piece.suggested] == ["name", "phone"] and len(piece.masks) == 1


@pytest.mark.parametrize(("piece", "start", "end", "why"), [
    ("reply-1", 5, 5, "mask_span"), ("reply-1", -1, 3, "mask_span"), ("reply-1", 0, 10**6, "mask_span"), ("reply-9", 0, 1, "mask_span"),
    ("reply-1", 4, 8, "mask_overlaps"), ("reply-1", 2, 5, "mask_overlaps"), ("reply-1", 3, 4, "mask_overlaps")])
def test_a_place_that_is_none_or_taken(cast: Cast, piece: str, start: int, end: int, why: str) -> None:
    case = waiting(cast)
    with unit_of_work():
        preparing.cover(case, "reply-1", 2, 5, kind=MaskKind.NAME, by=cast.actor("liaison"))
    with pytest.raises(Refused, match=why), unit_of_work():
        preparing.cover(case, piece, start, end, kind=MaskKind.NAME, by=cast.actor("liaison"))


@pytest.mark.parametrize(("words", "why"), [("", "mask_words"), (" \n", "mask_words"), ("没有这句", "mask_nowhere")])
def test_words_that_stand_nowhere(cast: Cast, words: str, why: str) -> None:
    case = waiting(cast)
    with pytest.raises(Refused, match=why):
        cover(cast, case, words)


def test_a_mask_is_lifted_by_hand_and_the_story_keeps_both(cast: Cast) -> None:
    case, other = waiting(cast), waiting(cast)
    cover(cast, case, "测某甲")
    (row,) = mask.of_case(case)
    with pytest.raises(Missing), unit_of_work():
        preparing.lift(other, row.id, by=cast.actor("liaison"))
    with unit_of_work():
        preparing.lift(case, row.id, by=cast.actor("rep"))
    assert mask.of_case(case) == []
    told = [event for event in timeline.story(case) if event.act == "publication.prepare"]
    assert [event.facts for event in told] == [{"masked": "name", "piece": "reply-1", "span": [2, 5]}, {"unmasked": "name", "span": [2, 5]}]
    assert not any(event.for_visitor or "测某甲" in str(event.facts) for event in told)


def test_masks_are_in_the_ledger_and_say_nothing(cast: Cast) -> None:
    """A salted fingerprint beside the result's own entry: who covered what can be opened by the house, and guessed by nobody."""
    case = waiting(cast)
    cover(cast, case, "测某甲")
    cast_up(cast, case)
    db.session.rollback()
    rows = list(db.session.scalars(select(Entry).where(Entry.kind != Kind.ACCEPTED).order_by(Entry.place)))
    assert [row.kind for row in rows] == [Kind.RESULT, Kind.MASKED]
    told = json.loads(rows[1].data)
    assert told["record"] == ledger.fingerprint(rows[1].salt or "", mask.record(case)) and set(told) == {"at", "index", "kind", "number", "record"}
    (made,) = json.loads(mask.record(case))
    assert (made["start"], made["end"], made["kind"], made["person"]) == (2, 5, "name", cast.person("liaison").id)
