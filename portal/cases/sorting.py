"""How a matter is sorted by whoever takes it on or answers it: kind, class and scope (HB-41 … 45, HB-49)."""

from dataclasses import dataclass

from portal.cases import search
from portal.cases.case import Affects, Case, Kind, Nature
from portal.cases.category import CONDUCT


@dataclass(frozen=True)
class Sorting:
    """How a matter is sorted when it is taken on or answered at once (HB-49); `common` None: nobody said. `affects` and `urgent` None: what was said
    at registration stands (SD-55)."""

    kind: int
    category: str
    nature: Nature | None = None
    common: bool | None = False
    affects: Affects | None = None
    urgent: bool | None = None
    target_unit_id: int | None = None
    minor: bool = False
    points_to_nobody: bool = False
    danger: bool = False


def changed(case: Case, sorting: Sorting) -> dict[str, object]:
    """The facts for the story where who is affected, or whether it is urgent, is sorted otherwise than it was told (SD-55)."""
    said = {"affects": sorting.affects.value} if sorting.affects is not None and sorting.affects is not case.affects else {}
    return said | ({"urgent": sorting.urgent} if sorting.urgent is not None and sorting.urgent is not case.urgent else {})


def sort(case: Case, sorting: Sorting) -> None:
    """Write kind, class and scope on the case; kind 4 seals it, and nothing unseals it."""
    case.kind, case.category, case.common = sorting.kind, sorting.category, sorting.common
    case.nature = sorting.nature or case.nature
    case.affects = sorting.affects or case.affects
    case.urgent = case.urgent if sorting.urgent is None else sorting.urgent
    case.minor = case.minor or sorting.minor
    if case.sealed or is_report(sorting.kind, sorting.category):
        seal(case)
        case.target_unit_id = sorting.target_unit_id or case.target_unit_id
    search.index(case)


def is_report(kind: int | None, category: str | None) -> bool:
    """Whether what is told so is a report about officials, by its kind or by its class alone (HB-44)."""
    return kind == Kind.CONDUCT_REPORT or (category or "").startswith(CONDUCT)


def seal(case: Case) -> None:
    """From now on a report about officials, for its readers alone (HB-44)."""
    case.sealed, case.kind = True, Kind.CONDUCT_REPORT.value
