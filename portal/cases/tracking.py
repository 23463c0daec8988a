"""How far is my matter: number and code, or the token in the receipt's QR; wrong tries wait (YT-23, R56, R57)."""

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from sqlalchemy import ForeignKey, String, select, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases import form_block, lifecycle
from portal.cases.case import Case
from portal.cases.form_block import FormSheet
from portal.foundation import codes, throttle
from portal.foundation.database import Base, db
from portal.foundation.refusal import Refused, TooMany, WrongSecret
from portal.network.actor import Actor

FREE_PER_CASE, FREE_PER_SOURCE = 5, 20
FREE_ONLINE = 600  # wrong codes of all addresses together within a clock hour; terminals are counted by themselves (R58)


class Tracking(Base):
    """The keyed hashes of a case's code and token; neither is stored, each opens exactly one case (invariant 8)."""

    __tablename__ = "tracking"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)


@dataclass(frozen=True)
class Secrets:
    """What the receipt carries: 12 digits to type and a longer token in the QR. `mark` is that of its acceptance where it is at hand, else
    it is looked up (portal.cases.commitment)."""

    code: str
    token: str
    mark: str = ""


# A code that another case has by chance is passed over for the next one; two cases with one token cannot be.
_ISSUE = text("INSERT INTO tracking (case_id, code_hash, token_hash) VALUES (:case_id, :code_hash, :token_hash) "
              "ON CONFLICT (code_hash) DO NOTHING RETURNING case_id")


def issue(case: Case, key: str) -> Secrets:
    """Give a new case the code and token that belong to its form key."""
    attempt, code, token = 0, codes.derive_code(key), codes.derive_token(key)
    given = {"case_id": case.id, "token_hash": codes.keyed_hash("token", token)}
    while db.session.execute(_ISSUE, given | {"code_hash": _hash(code)}).first() is None:
        attempt += 1
        code = codes.derive_code(key, attempt)
    return Secrets(code, token)


def issued(case: Case, key: str) -> Secrets | None:
    """The same secrets once more for a replayed form key (R07), or None when the code was re-issued since."""
    row = db.session.get(Tracking, case.id)
    for attempt in range(4):
        code = codes.derive_code(key, attempt)
        if row is not None and codes.same(row.code_hash, _hash(code)):
            return Secrets(code, codes.derive_token(key))
    return None


def adopt(case: Case, sheet: FormSheet) -> bool:
    """Code and token of a form's tear-off slip become those of the case that was typed in from it. False where another case has that code
    by chance (one in 10^11 of each pair): then the case keeps its own, which the desk gives."""
    taken = db.session.scalar(select(Tracking.case_id).where(Tracking.code_hash == sheet.code_hash))
    if taken is None:
        row = db.session.get_one(Tracking, case.id)
        row.code_hash, row.token_hash = sheet.code_hash, sheet.token_hash
        db.session.flush()
    return taken is None


def reissue(case: Case, *, by: Actor) -> Secrets:
    """A new code at the desk, after the liaison checked who asks; the old one is dead. Recorded for the visitor."""
    lifecycle.also(case, "code.reissue", by=by, for_visitor=True)
    row = db.session.get(Tracking, case.id)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
    return issue(case, codes.new_key())


def mark_of(case_id: int) -> str:
    """What the code in force is known by in the session of whoever showed it; another one once a new code was given."""
    row = db.session.get(Tracking, case_id)
    return row.code_hash[:16] if row is not None else ""


def subjects(number: str, source: str, at: datetime) -> dict[str, int]:
    """What a wrong code counts against: the case from this source, the case from anywhere (more free tries), and its hall."""
    number = codes.fold_number(number)
    return {f"code:{number}:{source}"[:120]: FREE_PER_CASE, f"code:{number}": FREE_PER_CASE * 8, **_hall(source, at)}


def _hall(source: str, at: datetime) -> dict[str, int]:
    """The source, and online all addresses of this hour together: a guesser with many addresses is one guesser (R58)."""
    online = {f"code-online:{at:%Y%m%d%H}": FREE_ONLINE} if source.startswith("address:") else {}
    return {f"code-source:{source}"[:120]: FREE_PER_SOURCE} | online


def by_code(number: str, code: str, *, source: str, by: Actor) -> Case:
    """The case of a number and its code, as typed; the number may be that of the paper form it was told on. `source` names the
    terminal or address.

    Refused in words where the code is that of a form nobody typed in yet, or of a void one (HB-34).
    Raises TooMany while it has to wait, WrongSecret alike for unknown numbers, foreign and wrong codes. A right code
    opens its case although others at the same terminal or address failed (R57), or all over the net (R58): their failures stop
    wrong codes only. Of an address that fails in the middle of a flood a right code too: it may be one of the guesser's."""
    counted, hall = subjects(number, source, by.at), _hall(source, by.at)
    if len(hall) > 1 and all(throttle.wait(subject, by.at) for subject in hall):
        throttle.check(hall, by.at)
    throttle.check({subject: free for subject, free in counted.items() if subject not in hall}, by.at)
    folded, sheet = codes.fold_code(code), form_block.of_number(codes.fold_number(number))
    found = db.session.execute(
        select(Case, Tracking.code_hash).join(Tracking, Tracking.case_id == Case.id)
        .where(Case.number == codes.fold_number(number) if sheet is None else Case.id == sheet.case_id)).first()
    stored = found[1] if found else "-" * 64
    if sheet is not None and codes.same(sheet.code_hash, _hash(folded or "")):
        _wait_for(sheet)
    if not codes.same(stored, _hash(folded or "")) or found is None or folded is None:
        _refuse(counted, hall, by)
    return found[0]


def _refuse(counted: dict[str, int], hall: dict[str, int], by: Actor) -> NoReturn:
    try:
        throttle.check(hall, by.at)
    except TooMany as wait:
        raise TooMany(wait.seconds, subjects=counted) from wait
    raise WrongSecret("code_wrong", counted)


def by_token(token: str, *, source: str, by: Actor) -> Case:
    """The case of a QR token, of a receipt or of a copy; raises as by_code does."""
    counted = _hall(source, by.at)
    case = db.session.scalar(
        select(Case).join(Tracking, Tracking.case_id == Case.id).where(Tracking.token_hash == codes.keyed_hash("token", token)))
    case = case or _of_copy(token)
    if case is None:
        if (sheet := form_block.of_token(token)) is not None:
            _wait_for(sheet)
        _refuse(counted, counted, by)
    return case


def _wait_for(sheet: FormSheet) -> None:
    """Say so where the slip is right, and what was written with it lies in a bag still."""
    if sheet.standing == "out":
        raise Refused("sheet_waiting", station=sheet.block.station.name, phone=sheet.block.station.phone)
    if sheet.standing == "void":
        raise Refused("sheet_given_up", station=sheet.block.station.name, phone=sheet.block.station.phone)


def copied(case: Case, code: str) -> Secrets:
    """What a copy carries for whoever showed number and code. The token of the receipt is nowhere in the house; that of a copy is
    made from the hash of the code: 128 bits, stored nowhere, dead as soon as there is another code."""
    row = db.session.get_one(Tracking, case.id)
    return Secrets(codes.fold_code(code) or "", f"{case.number}-{_copy_mark(row.code_hash)}")


def _of_copy(token: str) -> Case | None:
    number, _, mark = token.rpartition("-")
    found = db.session.execute(
        select(Case, Tracking.code_hash).join(Tracking, Tracking.case_id == Case.id).where(Case.number == codes.fold_number(number))).first()
    return found[0] if found is not None and codes.same(_copy_mark(found[1]), mark) else None


def _copy_mark(code_hash: str) -> str:
    return codes.keyed_hash("copy", code_hash)[:32]


def leading(case: Case) -> Case:
    """The case whose progress this receipt follows: itself, or the one it was merged into (T10)."""
    while case.merged_into_id is not None:
        following = db.session.get(Case, case.merged_into_id)
        if following is None:
            break
        case = following
    return case


def _hash(code: str) -> str:
    return codes.keyed_hash("code", code)
