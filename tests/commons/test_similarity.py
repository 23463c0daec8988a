"""How near matters are: measured on two hundred written pairs, half of them the same concern (SD-50, X-18)."""

import json
from itertools import combinations
from pathlib import Path

import pytest

from portal import ROOT
from portal.commons import similarity
from portal.commons.similarity import NEAR, near, sense

PAIRS, LATER = ([json.loads(line) for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()]
                for name in ("pairs.jsonl", "written_later.jsonl"))
SAME_IN_THE_DEMONSTRATION = {("DEMO-0007", "MORE-0009"), ("DEMO-0011", "DEMO-0012"), ("DEMO-0013", "DEMO-0014")}


def measured(pairs: list[dict[str, object]]) -> tuple[float, float]:
    """Precision and recall at the threshold."""
    found = [pair for pair in pairs if near(sense(str(pair["one"])), sense(str(pair["other"]))) >= NEAR]
    right = sum(pair["same"] is True for pair in found)
    return right / len(found), right / sum(pair["same"] is True for pair in pairs)


def test_sd50_two_hundred_written_pairs_half_of_them_the_same() -> None:
    assert (len(PAIRS), sum(pair["same"] for pair in PAIRS)) == (200, 100)
    precision, recall = measured(PAIRS)
    assert precision >= 0.87 and recall >= 0.85, (precision, recall)


@pytest.mark.parametrize("half", [0, 1])
def test_sd50_either_half_of_them_says_the_same(half: int) -> None:
    """The threshold is no child of some lines."""
    precision, recall = measured(PAIRS[half::2])
    assert precision >= 0.85 and recall >= 0.82, (precision, recall)


def test_sd50_forty_pairs_written_after_the_method_stood() -> None:
    """Nothing was chosen by these: what they say is what a station may expect (measured once: 0.82 and 0.90)."""
    precision, recall = measured(LATER)
    assert len(LATER) == 40 and precision >= 0.8 and recall >= 0.85, (precision, recall)


def test_sd50_of_all_pairs_of_the_demonstration_only_the_same_matters_are_found() -> None:
    told = [(one["no"], sense(one["words"])) for name in ("matters", "more")
            for one in map(json.loads, (ROOT / "portal" / "demo" / f"{name}.jsonl").read_text("utf-8").splitlines()) if one["words"]]
    found = {(one[0], other[0]) for one, other in combinations(told, 2) if near(one[1], other[1]) >= NEAR}
    assert len(told) > 50 and found == SAME_IN_THE_DEMONSTRATION


def test_simplified_and_traditional_are_one_text() -> None:
    assert near(sense("三号楼门口的路灯坏了"), sense("三號樓門口的路燈壞了")) == pytest.approx(1)


@pytest.mark.parametrize("empty", ["", "。。。", "the of and", "🙂"])
def test_what_says_nothing_is_near_to_nothing(empty: str) -> None:
    assert near(sense(empty), sense("路灯坏了")) == near(sense(empty), sense(empty)) == 0


def test_what_everybody_says_is_worth_less() -> None:
    assert similarity.worth("的") < similarity.worth("灯") <= similarity.worth("井盖") == similarity.MOST_WORTH


def test_why_they_are_alike_is_said_in_their_own_pairs() -> None:
    assert "路灯" in similarity.shared(["东门路灯不亮", "路灯坏了五盏", "晚上路灯全黑"])
    assert similarity.telling("楼道的路灯坏了", 3, width=2)[:1] != ["的路"]
