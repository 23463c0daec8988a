"""An open matter: what its visitor may read and do, and what nobody learns from it."""

import pytest

from portal.cases import acceptance, care, dissatisfaction, ladder_record, rating, timeline
from portal.cases.case import Case, PublicState, State
from portal.cases.intake import Registered
from portal.cases.slip import Level
from portal.foundation import codes
from portal.foundation.database import db
from portal.foundation.unit_of_work import unit_of_work
from portal.foundation.words import speaker
from portal.kiosk.draft import CONSENTS
from tests.cases.ladder_scene import LATE, late, out, remind
from tests.cast import Cast
from tests.kiosk.hand import Hand, alone, cases


def open_it(hand: Hand, number: str, code: str, status: int = 303) -> None:
    hand.start()
    hand.get("/kiosk/track")
    hand.send("/kiosk/track", status, go="on", number=number, code=code)
    if status == 303:
        hand.get("/kiosk/matter")


@pytest.fixture
def made(cast: Cast) -> Registered:
    """A registered matter and its code."""
    return cast.register()


def test_k26_number_and_code_show_the_stage_and_never_who(hand: Hand, made: Registered) -> None:
    open_it(hand, made.case.number, made.code)
    assert "已登记" in hand.seen.words()
    for secret in ("测某甲", "12000000017", made.code):
        assert secret not in hand.seen.text


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}"])
def test_a_code_is_read_however_it_is_grouped(hand: Hand, made: Registered, typed: str) -> None:
    code = made.code
    open_it(hand, made.case.number.lower(), typed.format(code, f"{code[:4]}-{code[4:8]} {code[8:]}"))
    assert "已登记" in hand.seen.words()


@pytest.mark.parametrize("number", ["S01-26-9999", "", "S02-26-0001", "x" * 80])
def test_an_unknown_number_reads_like_a_wrong_code(hand: Hand, made: Registered, number: str) -> None:
    hand.start()
    hand.get("/kiosk/track")
    hand.send("/kiosk/track", 422 if number in ("", "x" * 80) else 404, go="on", number=number, code=made.code)
    assert "field-bad" in hand.seen.text
    assert "case" not in hand.session()


def test_r56_wrong_codes_have_to_wait_and_say_how_long(hand: Hand, made: Registered) -> None:
    hand.start()
    hand.get("/kiosk/track")
    for _ in range(5):
        hand.send("/kiosk/track", 404, go="on", number=made.case.number, code="000000000000")
    hand.send("/kiosk/track", 429, go="on", number=made.case.number, code=made.code)
    assert "分钟" in hand.seen.words()
    assert hand.form()["code"] == ""


def test_the_beginning_of_a_number_is_offered_by_tap(hand: Hand, made: Registered) -> None:
    hand.start()
    hand.get("/kiosk/track")
    assert hand.form()["number"] == "S01-26-"
    hand.send("/kiosk/track", go="prefix=S01-25-")
    assert hand.form()["number"] == "S01-25-"


def follow(cast: Cast, made: Registered, leading: Case) -> None:
    with unit_of_work():
        care.merge(db.session.get_one(Case, made.case.id), into=leading, told=True, by=cast.actor("liaison"))


def test_t10_a_merged_receipt_follows_the_leading_case_without_the_others_words(cast: Cast, hand: Hand, made: Registered) -> None:
    leading = cast.register(words="先来的人说的话").case
    with unit_of_work():
        acceptance.clarify(leading, question="您家门牌号是多少？", by=cast.actor("liaison"))
    with unit_of_work():
        acceptance.inform(leading, words="我住三号楼二零二。", by=cast.visitor(leading))
    follow(cast, made, leading)
    number = leading.number
    open_it(hand, made.case.number, made.code)
    seen = hand.seen.words()
    assert number in seen
    for private in ("先来的人说的话", "门牌号", "三号楼"):
        assert private not in seen


@pytest.mark.parametrize("act", ["more", "withdrawal", "rating"])
def test_t10_a_merged_receipt_does_nothing_to_the_leading_case(cast: Cast, hand: Hand, made: Registered, act: str) -> None:
    """Only its own visitor rates, adds to or withdraws a matter (R15, HB-47); what this one may still rate is how they were received."""
    leading = cast.delivered() if act == "rating" else cast.register().case
    follow(cast, made, leading) if act != "rating" else _merged_earlier(made, leading)
    before, leading_id = leading.state, leading.id
    open_it(hand, made.case.number, made.code)
    assert (f"/kiosk/matter/{act}" in hand.seen.text) is (act == "rating")
    answers = {"solved": "no", "result": "dissatisfied", "understood": "no", "reception": "1"}
    path = f"/kiosk/matter/{act}" + ("/give" if act == "rating" else "")
    sent = {"go": "on", "key": "0" * 32, "words": "替别人说一句", "csrf_token": hand.seen.value("csrf_token")} | answers
    alone(lambda: hand.browse.post(path, data=sent))  # the token of this visit: fetching one anew would end it
    case = next(case for case in cases() if case.id == leading_id)
    assert case.state is before and rating.of_case(case) == [] and not any("替别人" in event.text for event in timeline.story(case))


def _merged_earlier(made: Registered, leading: Case) -> None:
    """As a merge of long ago left it: the leading case has gone on since."""
    with unit_of_work():
        case = db.session.get_one(Case, made.case.id)
        case.state, case.merged_into_id = State.MERGED, leading.id


def test_what_is_added_stands_once_however_often_it_is_sent(hand: Hand, made: Registered) -> None:
    open_it(hand, made.case.number, made.code)
    hand.get("/kiosk/matter/more")
    form = hand.form() | {"go": "on", "words": "还有一盏也灭了"}
    for _ in range(2):
        hand.post("/kiosk/matter/more", **form)
    assert hand.get("/kiosk/matter").words().count("还有一盏也灭了") == 1


def test_nothing_is_added_without_words(hand: Hand, made: Registered) -> None:
    open_it(hand, made.case.number, made.code)
    hand.get("/kiosk/matter/more")
    hand.send("/kiosk/matter/more", 422, go="on", words=" ")
    assert "请写下" in hand.seen.words()


def test_larger_type_does_not_hand_in_what_is_being_added(hand: Hand, made: Registered) -> None:
    open_it(hand, made.case.number, made.code)
    hand.get("/kiosk/matter/more")
    hand.send("/kiosk/matter/more", go=None, words="还没写完", text="2")
    assert hand.form()["words"] == "还没写完"
    assert "还没写完" not in hand.get("/kiosk/matter").words()


def test_k37_withdrawing_asks_first_and_then_does_it(hand: Hand, made: Registered) -> None:
    open_it(hand, made.case.number, made.code)
    hand.get("/kiosk/matter/withdrawal")
    assert "自己愿意" in hand.seen.words()
    assert cases()[0].state is State.REGISTERED
    form = hand.form() | {"go": "on"}
    for _ in range(2):
        hand.post("/kiosk/matter/withdrawal", **form)
    assert cases()[0].state is State.WITHDRAWN
    assert "撤回" in hand.get("/kiosk/matter").words()


def test_k37_what_may_be_published_is_taken_back_as_easily_as_it_was_given(cast: Cast, hand: Hand) -> None:
    """practice.md §6.1: withdrawing is easy, at the kiosk too, and never costs the matter anything."""
    made = cast.register()
    before = [getattr(made.case, name) for name in CONSENTS]
    open_it(hand, made.case.number, made.code)
    assert "/kiosk/matter/permissions" in hand.seen.text
    hand.get("/kiosk/matter/permissions")
    assert [name in hand.form() for name in CONSENTS] == before and any(before)
    ticked = dict.fromkeys(CONSENTS) | {"share_contact": "y"}
    for size in ("2", "1"):  # another size of type hands nothing in, and keeps what was touched
        hand.send("/kiosk/matter/permissions", go=None, text=size, **ticked)
        assert [name for name in CONSENTS if name in hand.form()] == ["share_contact"]
    assert [getattr(cases()[0], name) for name in CONSENTS] == before
    form = hand.form() | {"go": "on"}
    for _ in range(2):
        hand.post("/kiosk/matter/permissions", **form)
    assert [getattr(cases()[0], name) for name in CONSENTS] == [False, False, False, True]


def test_what_stands_on_the_board_is_not_taken_back_by_a_tick(cast: Cast, hand: Hand) -> None:
    made = cast.register()
    with unit_of_work():
        case = db.session.get_one(Case, made.case.id)
        case.state, case.public_state = State.CLOSED, PublicState.PUBLISHED
    open_it(hand, made.case.number, made.code)
    assert "/kiosk/matter/permissions" not in hand.seen.text
    hand.get("/kiosk/matter/permissions")
    hand.send("/kiosk/matter/permissions", 422, go="on", **dict.fromkeys(CONSENTS))
    assert "公示栏" in hand.seen.words()


@pytest.mark.parametrize("act", ["more", "withdrawal", "objection", "permissions", "rating"])
def test_without_an_open_matter_nothing_can_be_done(hand: Hand, made: Registered, act: str) -> None:
    hand.start()
    assert hand.get(f"/kiosk/matter/{act}", 303).location == "/kiosk/track"
    assert cases()[0].state is State.REGISTERED


def test_objecting_to_what_was_never_refused_is_said_in_words(hand: Hand, made: Registered) -> None:
    open_it(hand, made.case.number, made.code)
    hand.get("/kiosk/matter/objection")
    hand.send("/kiosk/matter/objection", 422, go="on", words="我不同意")
    assert hand.form()["words"] == "我不同意"


def test_hb44_the_words_of_a_sealed_matter_are_not_on_the_open_screen(cast: Cast, hand: Hand) -> None:
    made = cast.register(words="某人收了钱", category="O", kind=4)
    open_it(hand, made.case.number, made.code)
    hand.get("/kiosk/matter/more")
    hand.send("/kiosk/matter/more", go="on", words="还有一次")
    seen = hand.get("/kiosk/matter").words()
    assert "收了钱" not in seen and "还有一次" not in seen


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant", "en"])
def test_why_this_date_is_one_touch_from_the_open_matter_and_gone_with_it(hand: Hand, made: Registered, locale: str) -> None:
    """practice.md §3.3: three working days from Monday 2 March, day by day; nobody reads it without the code."""
    hand.start()
    assert "/kiosk/track" in hand.get("/kiosk/matter/why", 303).location
    open_it(hand, made.case.number, made.code)
    assert "/kiosk/matter/why" in hand.seen.text
    say = speaker(locale)
    words = hand.get(f"/kiosk/matter/why?lang={locale}").words()
    assert say("common.why.title") in words and say("common.why.count", n=3) in words and say("common.why.count", n=4) not in words


def test_hb_62_asking_how_far_it_is_is_one_touch_counts_once_a_day_and_is_thanked_for(cast: Cast, hand: Hand) -> None:
    """practice.md §13 "asked again": on record for the representative with its day, said kindly, the same form once (R07)."""
    case = late(cast, key="5" * 32)
    open_it(hand, case.number, codes.derive_code("5" * 32))
    assert "/kiosk/matter/ask" in hand.seen.text
    hand.get("/kiosk/matter/ask")
    form = hand.form() | {"go": "on", "very": "y"}
    for _ in range(2):
        assert "谢谢您惦记着" in hand.post("/kiosk/matter/ask", **form).words()
    hand.get("/kiosk/matter/ask")
    assert "今天已经记下" in hand.send("/kiosk/matter/ask", 422, go="on").words()
    of = ladder_record.of_case(cases()[0])
    assert [fact.days for fact in (*dissatisfaction.some(of), *dissatisfaction.serious(of))] == [(LATE,), (LATE,)]


def test_hb_62_there_is_nothing_to_ask_where_no_unit_has_it(cast: Cast, hand: Hand, made: Registered) -> None:
    open_it(hand, made.case.number, made.code)
    assert "/kiosk/matter/ask" not in hand.seen.text
    assert hand.get("/kiosk/matter/ask", 303).location == "/kiosk/matter"


def test_hb_60_the_open_matter_tells_how_it_was_pressed_and_the_days_since_registration(cast: Cast, hand: Hand) -> None:
    case = late(cast, key="5" * 32)
    out(cast, case, Level.B)
    remind(cast, case)
    open_it(hand, case.number, codes.derive_code("5" * 32))
    words = hand.get("/kiosk/matter").words()
    for said in ("提醒过 1 次", "督黄〔2026〕1号", "从登记起已经 8 天，最长 60 天"):
        assert said in words
    for inside in ("请尽快办理", "请在限期内办结", "特别情况"):
        assert inside not in words
