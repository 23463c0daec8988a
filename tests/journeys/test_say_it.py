"""Said, photographed, sent from the own phone: in a browser with microphone and camera, on three glasses (K01–K04, K20, K58)."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect

from portal.cases import attachment
from portal.cases.case import Case
from portal.cases.enclosure import Enclosure
from portal.foundation import files, sound
from portal.foundation.database import db
from tests.browsers import launched
from tests.journeys.devices import FAKE
from tests.journeys.finger import begin, measure, touch
from tests.journeys.inspection import Inspection
from tests.journeys.serving import Served
from tests.journeys.sight import GLASS
from tests.journeys.watch import PHONE, Watch, watching
from tests.recording import picture

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser with a microphone and a camera."""
    with launched(playwright, *FAKE, "--host-resolver-rules=MAP portal.example 127.0.0.1") as running:
        yield running


@pytest.fixture(autouse=True)
def public(served: Served, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address that visitors use: a name that only a phone of these tests finds."""
    address = served.url.replace("127.0.0.1", "portal.example")
    monkeypatch.setitem(served.app.config, "PUBLIC_URL", address)
    monkeypatch.setitem(served.app.config, "TRUSTED_HOSTS", [*served.app.config["TRUSTED_HOSTS"], "portal.example"])
    return address


def read(page: Page) -> str:
    """What a phone held before the screen reads: the one code on it."""
    with Image.open(io.BytesIO(page.screenshot(caret="initial"))) as glass:
        (code,) = zxingcpp.read_barcodes(glass.convert("L"))
    return str(code.text)


def stand(watch: Watch, glass: str = "portrait", lang: str = "zh_Hans") -> Page:
    width, height, mm = GLASS[glass]
    page = watch.page({"width": width, "height": height}, has_touch=True)
    page.goto(f"/kiosk/at/S01?mm={mm}")
    touch(page, f".language a[href*='lang={lang}']")
    begin(page)
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    return page


def speak(page: Page) -> None:
    touch(page, "button[value='speak']")
    page.locator("[data-record]").click()
    expect(page.locator(".speak-clock")).to_have_text("2:59")
    page.locator("[data-stop]").click()
    expect(page.locator(".enclosed-one")).to_be_visible()


def photograph(page: Page) -> None:
    touch(page, "button[value='paper']")
    page.locator("[data-take]").click()
    page.locator("[data-keep]").click()
    expect(page.locator(".enclosed-photo")).to_be_visible()


def left(served: Served) -> tuple[int, list[Path]]:
    """Rows and files of all trays."""
    folder = Path(served.app.config["INSTANCE"]) / "enclosed"
    with served.app.app_context():
        return db.session.query(Enclosure).count(), [one for one in sorted(folder.rglob("*")) if one.is_file()]


@pytest.mark.parametrize(("glass", "lang"), [("portrait", "zh_Hans"), ("landscape", "zh_Hant"), ("small", "en")])
def test_k01_k04_k58_said_and_photographed_on_every_glass_in_every_language(
        watch: Watch, served: Served, public: str, glass: str, lang: str) -> None:
    before = left(served)
    page, mm, seen, faults = stand(watch, glass, lang), GLASS[glass][2], Inspection(), []

    def look(name: str) -> None:
        watch.shot(page, f"{glass}-{name}", whole=False)
        seen.axe(page, name)
        found = measure(page, mm)
        faults.extend(f"{name}: {fault}" for fault in found["faults"])
        faults.extend([f"{name}: capital {found['capital']}"] if found["capital"] < 4.75 else [])

    look("words")
    speak(page)
    look("spoken")
    photograph(page)
    look("photographed")
    touch(page, "button[value='mobile']")
    look("mobile")
    assert read(page).startswith(f"{public}/u/") and read(page).endswith(f"?lang={lang}")
    touch(page, "button[value='paper']")
    for _ in range(4):
        touch(page, ".stage-acts .btn-primary")
    expect(page.locator(".review .enclosed-one")).to_have_count(2)
    look("review")
    touch(page, ".stage-acts .btn-primary")
    number = page.locator(".handed .digits-run").first.inner_text()
    assert (faults, seen.wrong) == ([], [])
    with served.app.app_context():
        case = db.session.scalars(db.select(Case).where(Case.number == number)).one()
        kept = {row.media_type: files.path(attachment.folder(), row.sha256).read_bytes() for row in attachment.of_case(case)}
        assert case.needs_writer
    assert sound.clean(kept["audio/webm"]).media_type == "audio/webm"
    with Image.open(io.BytesIO(kept["image/jpeg"])) as taken:
        assert taken.width >= 640
    assert left(served) == before


def test_the_message_is_played_back_and_the_microphone_rests(watch: Watch) -> None:
    page = stand(watch)
    speak(page)
    with page.expect_response(lambda answer: "/kiosk/enclosed/" in answer.url) as heard:
        page.locator("[data-play]").click()
    assert heard.value.headers["content-type"] == "audio/webm"
    touch(page, "button[value^='drop=']")
    expect(page.locator(".enclosed-one")).to_have_count(0)


def test_another_button_while_somebody_speaks_sends_what_was_said_first(watch: Watch) -> None:
    page = stand(watch)
    touch(page, "button[value='speak']")
    page.locator("[data-record]").click()
    expect(page.locator(".speak-clock")).to_have_text("2:59")
    page.locator(".bar-help").click()
    expect(page.locator(".enclosed-one")).to_be_visible()


def test_a_recording_is_sent_again_while_nobody_answers(watch: Watch) -> None:
    page, tries = stand(watch), []
    touch(page, "button[value='speak']")
    page.locator("[data-record]").click()
    expect(page.locator(".speak-clock")).to_have_text("2:59")

    def fail(route: object) -> None:
        tries.append(1)
        route.abort() if len(tries) < 3 else route.continue_()  # type: ignore[attr-defined]

    page.route("**/kiosk/tell/enclosed", fail)
    page.locator("[data-stop]").click()
    expect(page.locator(".network-away")).to_be_visible()
    expect(page.locator(".enclosed-one")).to_be_visible()
    assert len(tries) == 3
    watch.faults[:] = [fault for fault in watch.faults if "ERR_FAILED" not in fault]


def test_k20_ended_at_the_terminal_nothing_of_it_is_left(watch: Watch, served: Served) -> None:
    page, before = stand(watch), left(served)
    speak(page)
    photograph(page)
    assert left(served)[0] == before[0] + 2
    touch(page, ".bar-end")
    page.locator(".leave button").click()
    expect(page.locator(".attract-touch")).to_be_visible()
    assert left(served) == before
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]


def test_the_code_on_the_screen_leads_the_own_phone_to_a_page_that_sends_pictures_without_a_script(
        watch: Watch, browser: Browser, public: str) -> None:
    page = stand(watch, lang="en")
    touch(page, "button[value='paper']")
    touch(page, "button[value='mobile']")
    expect(page.locator(".received")).to_have_attribute("data-n", "0")
    with watching(browser, public, watch.folder) as outside:
        phone = outside.page(PHONE, java_script_enabled=False)
        phone.goto(read(page))
        phone.locator("input[type=file]").set_input_files(
            [{"name": f"{n}.png", "mimeType": "image/png", "buffer": picture(n)} for n in (1, 2)])
        outside.shot(phone, "phone")
        phone.locator(".btn-primary").click()
        expect(phone.locator(".notice-done")).to_contain_text("2 pictures uploaded")
        # a browser remarks on a header that counts only where there is TLS; the name of these tests has none
        outside.faults[:] = [fault for fault in outside.faults if "Cross-Origin-Opener-Policy" not in fault]
    expect(page.locator(".received")).to_have_attribute("data-n", "2")
    watch.shot(page, "received", whole=False)
    touch(page, ".stage-acts .btn-primary")
    expect(page.locator(".enclosed-photo")).to_have_count(2)


def test_without_devices_the_button_says_so_and_a_person_is_offered(watch: Watch) -> None:
    page = watch.page({"width": 1080, "height": 1920}, has_touch=True)
    page.context.add_init_script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    page.goto("/kiosk/at/S01?mm=4.03")
    begin(page)
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    expect(page.locator("[data-needs]")).to_have_text("没有话筒，请人代写")
    touch(page, "button[value='paper']")
    expect(page.locator(".paper .device-none")).to_be_visible()
    watch.shot(page, "no-camera", whole=False)
    touch(page, ".bar-back")
    touch(page, "[data-needs]")
    expect(page.locator(".review")).to_contain_text("代写")
