"""What the invented matters hold that the demonstration does not show, and why: named here, so that nothing of the file is dropped
in silence. Slips and reminders go through their verbs (portal/demo/supervising.py)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wait:
    """One thing that is left out: why, and the lines (running numbers of the source's file) it stands in."""

    why: str
    lines: frozenset[int]


# No verb can tell it yet: nothing.
WAITS: dict[str, Wait] = {}
# The verb is there and its rule says otherwise than the file.
RULE_SAYS_OTHERWISE: dict[str, Wait] = {
    "sealed": Wait("about officials: counted as sealed, before it was not accepted (HB-44)", frozenset({20})),
    "reminder": Wait("a reminder the day after the reply, when no unit had the matter (HB-61)", frozenset({15})),
    "understood": Wait("whether it was understood, where there was no answer to rate (practice.md §2.6)", frozenset({18, 19, 20, 21, 31, 39})),
    "untold": Wait("a rating of a reply that was sent back and so never told to the visitor (T17)", frozenset({13})),
}
