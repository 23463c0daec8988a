"""The visitor at the kiosk: a finger on a portrait screen, nothing else."""

import io
import re
from dataclasses import dataclass

import pypdf
from playwright.sync_api import Locator, Page, expect

from tests.journeys.sayings import Sayings
from tests.journeys.watch import TERMINAL, Watch


@dataclass(frozen=True)
class Slip:
    """What a visitor takes home."""

    number: str
    code: str


class Terminal:
    """One terminal of station S01; every visit begins at its resting screen."""

    def __init__(self, watch: Watch, locale: str, screen: dict[str, int] = TERMINAL) -> None:
        self.watch, self.locale = watch, locale
        self.page: Page = watch.page(screen, has_touch=True)
        self.page.goto("/kiosk/at/S01")

    def come(self) -> None:
        """Touch the resting screen, having chosen the language on it."""
        self.touch(self.page.locator(f".language a[href*='lang={self.locale}']"))
        expect(self.page.locator("html")).to_have_attribute("lang", self.locale.replace("_", "-"))
        self.shot("resting")
        self.touch(self.page.locator(".attract-touch"))
        expect(self.page.locator(".tile-main")).to_be_visible()
        self.shot("home")

    def tell(self, sayings: Sayings) -> Slip:
        """Raise a matter with a name, all permissions given, and take the receipt."""
        self.touch(self.page.locator(".tile-main"))
        self.shot("topics")
        self.touch(self.page.locator(".tiles-topics button[value$='=D']"))
        self.page.locator("#words").fill(sayings.words)
        self.shot("words")
        self._on()
        self.page.locator("#place").fill(sayings.place)
        self.touch(self.page.locator("[data-typing='close']"))
        self.touch(self.page.locator("button[value='heads=more']"))
        expect(self.page.locator(".heads-n")).to_have_text("2")
        self.shot("place")
        self._on()
        self.touch(self.page.locator("label.choice:has(input[value='named'])"))
        self.page.locator("#name").fill(sayings.name)
        self.page.locator("#phone").fill("12000000017")
        self.shot("reach")
        self._on()
        for label in self.page.locator("label.tick").all():
            expect(label.locator("input")).not_to_be_checked()
            self.touch(label)
        self.shot("publish")
        self._on()
        return self._hand_in(sayings)

    def _hand_in(self, sayings: Sayings) -> Slip:
        expect(self.page.locator(".review .quote-text")).to_contain_text(sayings.place[:2])
        expect(self.page.locator(".review")).not_to_contain_text("12000000017")  # K26: masked once it was entered
        self.shot("review")
        self.touch(self.page.locator(".stage-acts .btn-primary"))
        digits = self.page.locator(".handed .digits-run")
        expect(digits).to_have_count(2)
        self.shot("number-and-code")
        number, code = (re.sub(r"\s", "", text) for text in digits.all_text_contents())
        self._take_receipt(number)
        self.leave()
        return Slip(number, code)

    def _take_receipt(self, number: str) -> None:
        fields = {one.get_attribute("name"): one.input_value() for one in self.page.locator("#draft input[type=hidden]").all()}
        answer = self.page.context.request.post("/kiosk/receipt", form={str(name): value for name, value in fields.items()})
        assert answer.ok, answer.status
        assert answer.headers["content-type"] == "application/pdf"
        printed = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.body())).pages)
        assert number in printed

    def track(self, slip: Slip) -> None:
        """Type number and code on the digit pad."""
        self.touch(self.page.locator("a.tile[href='/kiosk/track']"))
        self._dial(slip)

    def rate(self, slip: Slip, result: str, solved: str) -> None:
        """Number and code on the pad, then one touch for each question."""
        self.answer(slip, result, solved)
        self.touch(self.page.locator(".stage-acts .btn-primary"))
        expect(self.page.locator(".thanks-ring")).to_be_visible()
        self.shot("rated")
        self.leave()

    def answer(self, slip: Slip, result: str, solved: str) -> None:
        """Answer the questions of a rating, up to the screen that shows all answers."""
        self.come()
        self.touch(self.page.locator("a[href='/kiosk/rate']"))
        self._dial(slip)
        for answer in (f"solved={solved}", f"result={result}", "understood=yes", "reception=5"):
            button = self.page.locator(f"button[value='{answer}']")
            expect(button).to_be_visible()
            self.shot(f"rate-{answer.split('=')[0]}")
            self.touch(button)
        expect(self.page.locator(".review-edit")).to_have_count(4)
        self.shot("rate-review")

    def _dial(self, slip: Slip) -> None:
        prefix, serial = slip.number[:-4], slip.number[-4:]
        self.touch(self.page.locator(f"[data-put='{prefix}']"))
        for sign in serial + slip.code:
            self.touch(self.page.locator(f".pad [data-key='{sign}']"))
        expect(self.page.locator("#number")).to_have_value(slip.number)
        expect(self.page.locator("#code")).to_have_value(re.sub(r"(\d{4})(?=\d)", r"\1 ", slip.code))
        self.shot("digit-pad")
        self._on()

    def leave(self) -> None:
        """End the visit; the resting screen comes back and holds nothing (K20)."""
        self.touch(self.page.locator(".bar-end"))
        expect(self.page.locator(".attract-touch")).to_be_visible()
        assert self.page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]

    def shot(self, name: str) -> None:
        """A picture of the screen as it stands before the visitor."""
        self.watch.shot(self.page, f"kiosk-{name}", whole=False)

    def touch(self, what: Locator) -> None:
        """A finger's touch on what is in sight, and the answer."""
        what.tap()
        self.page.locator(".screen:not([aria-busy])").wait_for()

    def _on(self) -> None:
        self.touch(self.page.locator(".stage-acts .btn-primary"))
