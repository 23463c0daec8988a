"""Plain words beside what the station itself decided: an answer on the spot, a refusal, a merger; never instead of it (SD-29)."""

from collections.abc import Callable

from portal.cases import timeline
from portal.cases.case import Case, State
from portal.foundation.text import clean

MOST = 120  # short enough to be read out, as each sentence beside a reply
_MOVES = {State.ANSWERED: "T3", State.NOT_ACCEPTED: "T7", State.MERGED: "T10"}


def beside(plain: str) -> dict[str, str]:
    """What the event of the decision keeps of them: nothing where nobody wrote any."""
    kept = clean(plain, MOST)
    return {"plain": kept} if kept.strip() else {}


def of_case(case: Case) -> str:
    """The plain words beside the decision that stands; "" where there are none, or it was taken back (T8)."""
    move = _MOVES.get(case.state)
    told = [event for event in timeline.story(case) if event.move == move] if move else []
    return str(told[-1].facts.get("plain", "")) if told else ""


def followed(case: Case, leading: Case, read: Callable[[str], str]) -> list[str]:
    """What whoever holds a receipt reads: why it follows another case, and what was decided of that one, as they may `read` it (T10)."""
    lines = [of_case(case)] + ([read(of_case(leading))] if leading is not case else [])
    return [line for line in lines if line]
