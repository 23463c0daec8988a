"""The plot of README.md is drawn from the figures that lie beside the bench, in the colours of the house."""

import json
import re
from xml.etree import ElementTree

from portal import ROOT
from tests.bench import plot

FIGURES = json.loads(plot.FIGURES.read_text("utf-8"))


def test_the_plot_of_the_readme_is_that_of_the_figures() -> None:
    assert plot.PICTURE.read_text("utf-8") == plot.drawn(FIGURES)
    assert f"]({plot.PICTURE.relative_to(ROOT).as_posix()})" in (ROOT / "README.md").read_text("utf-8")


def test_the_plot_says_every_figure_and_every_bar_in_words() -> None:
    """In a black-and-white copy, and read aloud: title, description, one number at every point."""
    tree = ElementTree.fromstring(plot.drawn(FIGURES))
    said = [element.text for element in tree.iter() if element.text]
    for act, title in plot.ACTS.items():
        assert title in said
        assert {f"{value:.0f}" for value in FIGURES["acts"][act].values()} | {f"{FIGURES['bars'][act]:g}"} <= set(said)
    assert tree[0].tag.endswith("title") and "bare waitress hellos" in (tree[1].text or "")


def test_the_plot_uses_the_colours_of_the_house_alone() -> None:
    used = set(re.findall(r"#[0-9A-F]{6}", plot.drawn(FIGURES)))
    assert used == {plot.colour(name) for name in ("paper", "ink", "ink-soft", "line", "jade")}
