"""The figures of a monthly report as data: their names in the order of the sheet, the rates made of them, and which are corrected later
(practice.md §2.9, §4.1, §4.2). One definition each (X-07)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.cases.acceptance import Exclusion
from portal.cases.case import Channel, Kind
from portal.cases.in_time import FEWEST_IN_A_SHARE

# Section: its figures. A name with a dash is one of a family whose words stand elsewhere: `channel-kiosk`, `exclusion-petition`, `kind-1`.
# Reports about officials (kind 4) are in no figure, and so have none of their own (HB-44).
SECTIONS: dict[str, tuple[str, ...]] = {
    "running": ("sessions", "sessions_held", "called_off", "seats", "came", "absent", "representatives"),
    "visits": ("batches", "heads", *(f"channel-{one}" for one in Channel), "spoken"),
    "matters": ("registered", *(f"kind-{one.value}" for one in Kind if one is not Kind.CONDUCT_REPORT), "common", "accepted", "refused",
                *(f"exclusion-{one}" for one in Exclusion), "answered", "listened", "referred", "closed", "open", "overdue"),
    "handling": ("due", "on_time", "in_extension", "days_median", "days_90"),
    "supervision": ("reminders", "yellow", "red", "explanations"),
    "result": ("delivered", "rated", "satisfied", "fairly", "dissatisfied", "solved", "understood", "claimed", "follow_ups"),
    "publication": ("published", "masked", "not_published"),
    "commons": ("concerns", "motions"),
    "outside": ("activities", "households", "cards"),
}
NAMES = tuple(name for names in SECTIONS.values() for name in names)
OF_RATINGS = ("satisfied", "fairly", "dissatisfied", "solved", "understood")  # what single people said: not told of very few (R41)
NOT_SUMMED = ("days_median", "days_90")  # the middle of several stations is not the middle of their middles
# What is noted late or taken back changes these: the next report says so. What stood at the end of a month is not counted again.
CORRECTED = ("sessions", "sessions_held", "came", "absent", "batches", "heads", "registered", "accepted", "refused", "closed", "activities",
             "households", "cards")
# Rate: what is counted, of what; sums where several are named.
RATES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "acceptance": (("accepted",), ("accepted", "refused")),
    "on_time": (("on_time",), ("due",)),
    "extended": (("on_time", "in_extension"), ("due",)),
    "closing": (("closed",), ("closed", "open")),
    "solved": (("solved",), ("rated",)),
    "claimed": (("claimed",), ("closed",)),
    "satisfied": (("satisfied",), ("rated",)),
    "fairly": (("satisfied", "fairly"), ("rated",)),
    "response": (("rated",), ("delivered", "answered")),
    "common": (("common",), ("registered",)),
}
Told = Mapping[str, int]


@dataclass(frozen=True)
class Rate:
    """So many of so many; `percent` is rounded down, and None where so few make no share (practice.md §4.3)."""

    name: str
    yes: int
    of: int

    @property
    def percent(self) -> int | None:
        """Whole per cents."""
        return 100 * self.yes // self.of if self.of >= FEWEST_IN_A_SHARE else None


def rates(told: Told) -> list[Rate]:
    """The rates of which all parts are told, in order."""
    return [Rate(name, sum(told[one] for one in yes), sum(told[one] for one in of))
            for name, (yes, of) in RATES.items() if all(one in told for one in (*yes, *of))]


def summed(several: Iterable[Told]) -> dict[str, int]:
    """Figures of several stations together, of what each of them tells: what one keeps to itself cannot be worked out of the sum."""
    kept = list(several)
    return {name: sum(told.get(name, 0) for told in kept) for name in NAMES if name not in NOT_SUMMED and any(name in told for told in kept)}


def rates_of_all(several: Iterable[Told]) -> list[Rate]:
    """Rates of several stations together, each over those that tell all its parts."""
    kept = list(several)
    parts = {name: [told for told in kept if all(one in told for one in (*yes, *of))] for name, (yes, of) in RATES.items()}
    return [next(rate for rate in rates(summed(of)) if rate.name == name) for name, of in parts.items() if of]
