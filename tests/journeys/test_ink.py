"""Writing by hand, in a real browser under the portal's own policy: strokes of other authors are read, the pad does what a hand
expects, and nothing of it needs the server once it is here (K10–K12, K18, K27, K29, K32, K33, K58)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.finger import begin, touch
from tests.journeys.serving import Served
from tests.journeys.watch import LANDSCAPE, SMALL, TERMINAL, Watch
from tests.kiosk.ink.hands import HANDS
from tests.kiosk.ink.others import drawn_by_lot
from tests.kiosk.ink.pad import MOUTH, TEN, Pad
from tests.kiosk.ink.trial import Judged, judge, open_trial

pytestmark = pytest.mark.browser
LOT = 2026  # drawn once, never tuned to
FIRST, FIVE, HEAVY_FIVE = 96, 98.5, 90


@pytest.fixture
def trial(watch: Watch, served: Served) -> Callable[..., Page]:
    """A page with the pad alone."""
    def opened(viewport: dict[str, int] = TERMINAL, **more: object) -> Page:
        page = watch.page(viewport, **more)
        open_trial(page, served.app)
        return page
    return opened


@pytest.fixture
def pad(trial: Callable[..., Page]) -> Pad:
    """A mounted pad whose clock only goes when it is told to."""
    return Pad(trial())


def read(trial: Callable[..., Page], hand: str, count: int = 120) -> Judged:
    return judge(trial(), drawn_by_lot(count, LOT), HANDS[hand], LOT)


@pytest.mark.parametrize("hand", ["clean", "wobbled", "swapped", "trembling"])
def test_k32_strokes_of_other_authors_are_read_in_any_order(trial: Callable[..., Page], hand: str) -> None:
    judged = read(trial, hand)
    assert judged.first >= FIRST and judged.five >= FIVE, judged.wrong


@pytest.mark.parametrize("hand", ["joined once", "joined twice", "heavy", "heavy, joined once", "heavy, joined twice"])
def test_k32_strokes_that_run_into_each_other_and_shake_are_read(trial: Callable[..., Page], hand: str) -> None:
    judged = read(trial, hand)
    assert judged.five >= HEAVY_FIVE, judged.wrong


def test_k32_a_stroke_is_answered_and_a_pause_commits(pad: Pad) -> None:
    pad.draw(*TEN)
    pad.expect("十")
    assert len(pad.shown[-1]) == 10 and pad.committed == []
    pad.pass_(899)
    assert pad.committed == []
    pad.pass_(1)
    assert pad.committed == ["十"] and not pad.has_ink()
    assert pad.shown[-1][0] == "十"  # for whoever meant another


def test_k32_a_stroke_is_taken_back_and_the_pad_cleared(pad: Pad) -> None:
    pad.draw(*TEN)
    pad.expect("十")
    pad.call("undo")
    pad.expect("一")
    pad.call("clear")
    assert pad.shown[-1] == [] and not pad.has_ink()
    pad.draw(TEN[1], TEN[0])
    pad.expect("十")
    pad.call("undo")
    pad.call("undo")
    pad.pass_(5000)
    assert pad.shown[-1] == [] and pad.committed == []


def test_a_second_character_may_be_written_beside_the_first(pad: Pad) -> None:
    pad.draw(*pad.scaled(TEN, 0.8))
    pad.expect("十")
    pad.pass_(400)
    pad.draw(*pad.scaled(TEN[:1], 0.8, right=0.9))
    pad.expect("一")
    assert pad.committed == ["十"]
    pad.pass_(900)
    assert pad.committed == ["十", "一"]


def test_strokes_beside_each_other_that_follow_at_once_are_one_character(pad: Pad) -> None:
    pad.draw(*pad.scaled(TEN, 0.8))
    pad.expect("十")
    pad.pass_(100)
    pad.draw(*pad.scaled(TEN, 0.8, right=0.9))
    pad.pass_(900)
    pad.until_committed(1)
    assert pad.committed[0] not in ("十", "一")


def test_the_parts_of_one_character_may_be_written_with_a_breath_between(pad: Pad) -> None:
    pad.draw(*pad.scaled(MOUTH, 0.25, right=0.05, down=0.35))
    pad.pass_(600)
    pad.draw(*pad.scaled(TEN, 0.75, right=0.3))
    pad.expect("叶", anywhere=True)
    pad.call("clear")
    for right, down in ((0.35, 0.1), (0.1, 0.55), (0.6, 0.55)):
        pad.draw(*pad.scaled(MOUTH, 0.3, right, down))
        pad.pass_(600)
    pad.expect("品", anywhere=True)
    assert pad.committed == []


def test_three_flat_strokes_below_each_other_are_one_character(pad: Pad) -> None:
    for height in (0.2, 0.5, 0.8):
        pad.draw([(0.2, height), (0.8, height)])
        pad.pass_(500)
    pad.expect("三")
    pad.pass_(900)
    assert pad.committed == ["三"]


def test_the_language_decides_between_forms_but_both_are_found(pad: Pad) -> None:
    body = [[(.25, .29), (.75, .27), (.73, .5)], [(.25, .5), (.73, .5)], [(.25, .29), (.24, .6), (.12, .92)]]
    shape = {"户": [[(.5, .08), (.55, .16)], *body], "戶": [[(.7, .1), (.5, .15), (.28, .18)], *body]}
    for script, wanted, other in (("hans", "户", "戶"), ("hant", "戶", "户")):
        pad.call("setScript", script)
        pad.draw(*shape[wanted])
        pad.expect(wanted)
        pad.call("clear")
        pad.draw(*shape[other])
        pad.expect(other, anywhere=True)
        pad.call("clear")


def test_k33_writing_goes_on_while_the_server_is_away_and_when_the_panel_comes_back(pad: Pad) -> None:
    pad.page.context.set_offline(True)
    pad.call("unmount")
    expect(pad.page.locator(".ink canvas")).to_have_count(0)
    pad.mount()
    pad.draw(*TEN)
    pad.expect("十")


def test_k33_templates_that_could_not_be_had_are_asked_for_again(watch: Watch, served: Served) -> None:
    page, asked = watch.page(TERMINAL), []

    def away_once(route: object) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.fulfill(status=404)  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.context.route("**/templates.bin*", away_once)
    open_trial(page, served.app)
    assert len(asked) == 2
    pad = Pad(page)
    pad.draw(*TEN)
    pad.expect("十")


def test_k10_k11_a_finger_draws_without_moving_the_page_and_a_second_one_does_nothing(trial: Callable[..., Page]) -> None:
    page = trial(SMALL, has_touch=True, device_scale_factor=2)
    pad = Pad(page, high=2000)
    pad.finger((0.5, 0.2), (0.5, 0.3), second=(0.2, 0.2))
    pad.expect("丨", anywhere=True)
    assert page.evaluate("window.scrollY") == 0
    assert page.evaluate("(() => { const one = document.querySelector('canvas'); return one.width === 2 * one.clientWidth; })()")
    pad.call("clear")
    told = len(pad.shown)
    pad.finger((0.5, 0.2), (0.5, 0.3), given_up=True)
    pad.pass_(900)
    assert len(pad.shown) == told and pad.committed == []


def test_k12_ink_shows_while_the_finger_is_still_down(pad: Pad) -> None:
    pad.press((0.2, 0.5), (0.8, 0.5))
    assert pad.has_ink()
    assert pad.shown == []


@pytest.mark.parametrize("glass", [TERMINAL, LANDSCAPE], ids=["portrait", "landscape"])
def test_k58_the_pad_has_a_name_and_what_was_written_is_said(
        watch: Watch, trial: Callable[..., Page], glass: dict[str, int]) -> None:
    pad = Pad(trial(glass))
    pad.draw(*TEN)
    pad.expect("十")
    watch.shot(pad.page, "ten")
    pad.pass_(900)
    expect(pad.page.get_by_role("img", name="手写板")).to_be_visible()
    expect(pad.page.get_by_role("status")).to_have_text("写入：十")


def test_k18_writing_keeps_the_visit_alive(watch: Watch) -> None:
    page = watch.page(TERMINAL)
    page.clock.install()
    page.goto("/kiosk/at/S01?mm=4.03")
    begin(page)
    touch(page, ".tile-main")
    touch(page, "button[value='about=K']")
    expect(page.locator("#words")).to_be_visible()
    page.locator("html[data-ink=ready]").wait_for()
    page.evaluate("document.querySelector('.stage-body').insertAdjacentHTML('afterbegin', '<div id=pad></div>')")
    pad = Pad(page)
    for _ in range(3):
        pad.pass_(170_000)
        pad.draw(*TEN)
    expect(page.locator("#still-there")).to_be_hidden()
    pad.pass_(181_000)
    expect(page.locator("#still-there")).to_be_visible()
