"""What must hold of every parser we wrote, for whatever it is fed: it answers, or refuses in words; what it takes it gives back (R20, R22, R38, R45, R56)."""

import hashlib
from collections.abc import Callable
from datetime import date

from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st

from portal.cases import detectors, mask
from portal.cases.mask import MaskKind, Span
from portal.foundation import checkpoint, codes, cosignature, merkle, text
from portal.foundation.checkpoint import BadNote
from portal.foundation.refusal import Refused
from portal.network import arrangement, lists

WORDS = st.text(st.characters(codec="utf-8"), max_size=300)
DIGITS = st.text("0123456789０１２３ -–—\u3000\tOolI", max_size=24)
LINES = st.lists(st.sampled_from(("BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "SUMMARY:元旦（休）", "SUMMARY:春节补班", "DTSTART;VALUE=DATE:20270101",
                                  "DTEND;VALUE=DATE:20270104", "DTSTART:20270101T000000Z", "DTSTART;TZID=Nowhere/At:20270101T000000", "DTEND:19700101", "DTSTART:x", "RRULE:FREQ=YEARLY",
                                  "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY", "SUMMARY;LANGUAGE=\"zh:x", " folded", ";", ":", "BEGIN:", "END:VTIMEZONE", "BEGIN:VTIMEZONE")) | WORDS, max_size=40).map("\r\n".join)
CELLS = st.lists(st.lists(st.sampled_from(("编号", "名称", "登录名", "姓名", "S01", '"', '""', "\t", "是")) | WORDS, max_size=6).map(",".join), max_size=12).map("\n".join)
HASHES = st.lists(st.binary(min_size=32, max_size=32), max_size=8)
HEADS = {"编号": "code", "名称": "name", "登录名": "login", "姓名": "name"}
HOUSE = Flask("fuzz")
HOUSE.config["DEFAULT_LOCALE"] = "zh_Hans"
NOTE_KEY = "portal.example/ledger+00000000+" + "AQ" + "A" * 42


@given(WORDS, st.lists(st.tuples(st.integers(0, 300), st.integers(1, 9), st.sampled_from(MaskKind)), max_size=8), st.sampled_from(("zh_Hans", "zh_Hant", "en")))
def masks(said: str, wanted: list[tuple[int, int, MaskKind]], locale: str) -> None:
    """What is covered is nowhere in its place, the rest is to the letter, and the marks stand where they are said to."""
    spans, at = list[Span](), 0
    for start, length, kind in sorted(wanted, key=lambda one: one[0]):
        if at <= start and start + length <= len(said):
            spans.append(Span(start, start + length, kind))
            at = start + length
    with HOUSE.app_context():
        shown, marks = mask.covered(said, spans, locale)
    assert len(marks) == len(spans) and all(shown[one.start:one.end].startswith(("〔", "[")) for one in marks)
    assert mask.fits(shown, marks, said)
    read, kept = list(shown), list(said)
    for one, under in zip(reversed(marks), reversed(spans), strict=True):
        del read[one.start:one.end]
        del kept[under.start:under.end]
    assert read == kept


@given(WORDS | st.text("0123456789Xx -号楼幢张王某先生路@.a", max_size=80))
def found(said: str) -> None:
    """Every place that is found is one of the text, in order and apart; eighteen digits are judged without a fault."""
    at = 0
    for one in detectors.found(said):
        assert at <= one.start < one.end <= len(said) and said[one.start:one.end] == one.words
        at = one.end


@given(DIGITS | WORDS)
def typed_codes(said: str) -> None:
    """A code is twelve digits that fit or nothing; as it is printed it is read again; a number never grows and is folded once."""
    code = codes.fold_code(said)
    assert code is None or (len(code) == 12 and code.isascii() and codes.fold_code(codes.group(code)) == code)
    number = codes.fold_number(said)
    assert len(number) <= 24 and codes.fold_number(number) == number


@given(st.integers(0, 10**11 - 1), st.integers(0, 10), st.integers(1, 9))
def check_digits(number: int, place: int, more: int) -> None:
    """One wrong digit is never a code."""
    good = f"{number:011d}"
    good += codes.check_digit(good)
    wrong = good[:place] + str((int(good[place]) + more) % 10) + good[place + 1:]
    assert codes.fold_code(good) == good and codes.fold_code(wrong) is None


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def trees(entries: list[bytes], data: st.DataObject) -> None:
    """Each proof holds for its own leaf and head, and no other; also for proofs that anybody made up."""
    leaves = [merkle.leaf_hash(entry) for entry in entries]

    def read(nodes: list[merkle.Node]) -> list[bytes]:
        return [merkle.root(leaves[place << level:(place + 1) << level]) for level, place in nodes]

    root, place, before = merkle.root(leaves), data.draw(st.integers(0, len(leaves) - 1)), data.draw(st.integers(1, len(leaves)))
    proof = merkle.inclusion(place, len(leaves), read)
    assert merkle.includes(root, len(leaves), place, leaves[place], proof)
    assert not merkle.includes(root, len(leaves), place, merkle.leaf_hash(b"another"), proof)
    assert merkle.continues(merkle.root(leaves[:before]), before, root, len(leaves), merkle.consistency(before, len(leaves), read))
    made_up = data.draw(HASHES)
    assert merkle.includes(root, len(leaves), place, leaves[place], made_up) == (made_up == proof)
    assert not merkle.continues(hashlib.sha256(b"x").digest(), before, root, len(leaves), made_up)


@given(WORDS | st.lists(st.sampled_from(("portal.example/ledger", "7", "-1", "9" * 5000, "AAAA", "=", "— portal.example/ledger AAAA", "— x y z", "")), max_size=8).map("\n".join), st.booleans())
def notes(said: str, key: bool) -> None:
    """A note that nobody signed is refused, whatever it says; who reads a head reads that very text."""
    for read in (checkpoint.head_of, lambda note: checkpoint.opened(note, NOTE_KEY if key else note)):
        try:
            head = read(said)
        except BadNote:
            continue
        assert said.startswith(head.text())
    try:
        assert cosignature.found(said, "w.example+00000000+" + "BA" + "A" * 42) is None
    except BadNote:
        pass


@given(LINES | WORDS.map("BEGIN:VCALENDAR\n{}".format))
@example("BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 3000 + "END:VEVENT\r\n" * 3000 + "END:VCALENDAR")
def calendars(said: str) -> None:
    """An iCalendar file gives days or a refusal, whatever stands in it."""
    try:
        days, _ = arrangement.read_ics(said, date(2026, 1, 1))
    except Refused:
        return
    assert days and [line.day for line in days] == sorted({line.day for line in days})


@given(st.lists(st.sampled_from(("2027-01-01,0,元旦", "2027年1月2日；班", "2027/1/3\t休", "day,works", '"', ",,,", "9999-12-31,1")) | WORDS, max_size=12).map("\n".join))
@example("2027-01-01,0," + "a" * 200_000)
def pasted_days(said: str) -> None:
    """Lines of days give each day once, and read again what they are written as."""
    try:
        lines = arrangement.read_lines(said)
    except Refused:
        return
    assert arrangement.read_lines(arrangement.as_text(lines)) == lines


@given(st.binary(max_size=400))
def files_of_days(data: bytes) -> None:
    """Bytes are a text or refused."""
    try:
        assert isinstance(arrangement.decoded(data), str)
    except Refused:
        pass


@given(CELLS | WORDS, st.sampled_from(lists.What))
@example("编号,名称\n" + "a" * 200_000, lists.What.STATIONS)
def pasted_lists(said: str, what: lists.What) -> None:
    """A list gives lines with columns it knows, or a refusal."""
    try:
        lines = lists.read(said, what, HEADS)
    except Refused:
        return
    assert lines and all(set(line.cells) <= set(HEADS.values()) for line in lines)


@given(st.text(max_size=200), st.integers(1, 250), st.integers(1, 9))
def typed_words(said: str, most: int, lines: int) -> None:
    """What is taken is storable, keeps its limits, and cleaned once more is the same."""
    try:
        kept = text.clean(said, most, lines)
    except Refused:
        return
    kept.encode("utf-8")
    assert len(kept) <= most and "\0" not in kept and text.clean(kept, most, lines) == kept


PARSERS: dict[str, Callable[[], None]] = {each.__name__: each for each in (
    masks, found, typed_codes, check_digits, trees, notes, calendars, pasted_days, files_of_days, pasted_lists, typed_words)}
