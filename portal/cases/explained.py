"""What the head of a unit wrote after a red slip, as the public reads it: word for word beside a published result, where the network
says so, and nowhere else (practice.md §13, HB-66). As shipped it stays inside."""

from collections.abc import Iterator
from typing import Any

from portal.cases import explanation, trace
from portal.cases.case import Case
from portal.cases.mask import Covering
from portal.network import network as networks

PARTS = ("cause", "responsibility", "measures")


def are_public() -> bool:
    """Whether this network publishes what the heads of its units explain."""
    row = networks.current()
    return row is not None and row.explanations_public


def written(case: Case) -> dict[str, Any]:
    """The trace as a result keeps it: counts, numbers and dates, and the explanations as they are stored if they are public.

    What a slip that was withdrawn had asked for is not held up to anybody, and of a sheet handed in on paper only what was typed is told."""
    kept = trace.written(trace.of_case(case))
    if are_public():
        told = {row.slip.number: {"seq": seq} | {part: getattr(row, part) for part in PARTS if getattr(row, part)}
                for seq, row in enumerate(explanation.of_case(case), 1)}
        for one in kept["slips"]:
            if len(told.get(one["number"], ())) > 1 and "withdrawn" not in one:
                one["words"] = told[one["number"]]
    return kept


def pieces(kept: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each text in a trace under the name of `Covering.marks`."""
    for one in kept.get("slips", ()):
        told = one.get("words", {})
        yield from ((f"{part}-{told['seq']}", told[part]) for part in PARTS if part in told)


def cover(kept: dict[str, Any], covering: Covering) -> None:
    """Lay the masks of the case over what the head wrote: neighbours and colleagues stand in it too (practice.md §6.1)."""
    for one in kept["slips"]:
        told = one.get("words", {})
        told.update({part: covering.over(f"{part}-{told['seq']}", told[part]) for part in PARTS if part in told})


def without(kept: dict[str, Any]) -> dict[str, Any]:
    """The same trace with nothing in it that anybody wrote."""
    return kept | {"slips": [{name: value for name, value in one.items() if name != "words"} for one in kept.get("slips", ())]}


def marks(laid: list[dict[str, Any]], kept: dict[str, Any]) -> list[dict[str, Any]]:
    """Of the marks of a published row those whose text stands in it with this trace."""
    there = {name for name, _ in pieces(kept)}
    return [one for one in laid if one["text"].partition("-")[0] not in PARTS or one["text"] in there]


def brought_up(stands: dict[str, Any], now: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """The trace of a result that stands, with the dates that came since; and whether there are words too that nobody has looked at yet
    (§6.4). Those stay inside until then; what may no longer be read is gone."""
    came, fresh = {one["number"]: one for one in now["slips"]}, False
    slips = []
    for one in stands.get("slips", ()):
        told = dict(came.get(one["number"], one))
        words = told.pop("words", None)
        if words is not None and words == one.get("words"):
            told["words"] = words
        elif words is not None:
            fresh = True
        slips.append(told)
    return (stands | {"slips": slips} if "slips" in stands else stands), fresh
