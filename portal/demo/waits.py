"""What the invented matters hold that no verb can tell yet: named here, so that nothing of the file is dropped in silence."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wait:
    """One thing that waits: what it waits for, and the lines (running numbers of the source's file) it stands in."""

    waits_for: str
    lines: frozenset[int]


WAITS: dict[str, Wait] = {
    "supervision": Wait("a reminder dated after the reply, when no unit had the matter any more", frozenset({15})),
    "masks": Wait("masks and the release by two persons; until then these results wait unpublished", frozenset({8, 14, 25})),
    "progress": Wait("publication of the progress alone, while a matter is open", frozenset({26, 34, 35, 37})),
    "reception": Wait("a rating of the reception alone, without a result", frozenset({18, 19, 20, 21, 26, 31, 33, 34, 36, 37, 39})),
    "spot_rating": Wait("a rating of an answer given on the spot, which is told but not delivered", frozenset({22, 38})),
    "untold_rating": Wait("a rating of a reply that was sent back and never told to the visitor", frozenset({13})),
    "plain": Wait("plain words beside a refusal, an answer on the spot or a merger", frozenset({18, 19, 20, 22, 31, 38})),
}
# Where the file names one reason for not publishing and the rule, which protects people first, gives another (HB-44).
RULE_SAYS_OTHERWISE = {20: "about officials: sealed, before it was not accepted"}
