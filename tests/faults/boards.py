"""Matters on their way to the board, up to the stone of one that was withdrawn, for whoever tests a verb there; each step a commit (§6.4)."""

from collections.abc import Callable

from portal.cases import preparing, withdrawal
from portal.cases.case import Case
from portal.cases.closing import NotPublishedReason
from portal.cases.mask import MaskKind
from portal.cases.preparing import Word
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast

Deed = Callable[[Cast, Case], None]


def cover(cast: Cast, case: Case) -> None:
    """Two characters of the reply, and wherever else they stand."""
    with unit_of_work():
        preparing.cover_words(case, "路灯", kind=MaskKind.OTHER, by=cast.actor("liaison"))


def show(cast: Cast, case: Case) -> None:
    """It stands before its visitor."""
    with unit_of_work():
        preparing.show(case, by=cast.actor("rep"))


def seen(cast: Cast, case: Case) -> None:
    """Who found it well."""
    show(cast, case)
    with unit_of_work():
        preparing.answer(case, Word.WELL, by=cast.visitor(case))


def put_up(cast: Cast, case: Case) -> None:
    """On the board."""
    with unit_of_work():
        cast.put_up(case)


def withdrawn(cast: Cast, case: Case) -> None:
    """And off again, for want of a mask."""
    put_up(cast, case)
    with unit_of_work():
        withdrawal.withdraw(case, reason=NotPublishedReason.PRIVACY, note="漏遮了姓名。", by=cast.actor("director"))


SCENES: dict[str, tuple[Deed, ...]] = {"masked": (cover,), "prepared": (show,), "seen": (seen,), "masked, seen": (cover, seen), "published": (put_up,),
                                       "withdrawn": (withdrawn,)}
# noun: (step of the cast, what happens before, who, what is typed, the state afterwards), as in tests/web/office/test_act_happy.py
ACTS: dict[str, tuple[str, Deed, str, dict[str, str], str]] = {
    "showing": ("closed", lambda cast, case: None, "liaison", {"names_nobody": "y"}, "closed"),
    "visitor-word": ("closed", show, "liaison", {"word": "cover", "said": "请遮住我的名字。"}, "closed"),
    "publication": ("closed", seen, "director", {"names_nobody": "y"}, "closed"),
    "removal": ("closed", put_up, "director", {"reason": "privacy", "note": "漏遮了姓名。"}, "closed"),
    "withholding": ("closed", lambda cast, case: None, "director", {"reason": "secret"}, "closed"),
    "anew": ("closed", withdrawn, "liaison", {}, "closed"),
}
