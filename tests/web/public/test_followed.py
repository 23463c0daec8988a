"""A merged receipt shows the reply and the state of the leading case, and nothing that points to its visitor (T10, practice.md §6.3, §12.2)."""

from portal.cases import care, delivery, followed, preparing, reply
from portal.cases.case import Case
from portal.cases.intake import Registered
from portal.cases.mask import MaskKind
from portal.cases.visitor import Identity, IdentityMode
from portal.foundation.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.judge import Judge
from tests.web.public.told import look

LEADER = Identity(IdentityMode.NAMED, "河西阿婆", "12000000033", "城东仓库旁", beside="companion", beside_name="阿婆家老二", relation="儿子")
REPLY = "河西阿婆、阿婆家老二：您好。3月1日已派人修好五盏路灯，孙女士可拨 12000000017 核对。糖尿病的事已转告，城东仓库旁另装一盏。"
ASKED = "河西阿婆说路灯坏了。"
KEPT = ("3月1日已派人修好五盏路灯", "的事已转告", "五盏灯都修好了。", "〔姓名略〕说路灯坏了。", "〔电话略〕", "〔住址略〕")
PRIVATE = ("河西阿婆", "阿婆家老二", "孙女士", "12000000017", "城东仓库旁")


def merged(cast: Cast) -> tuple[Case, Registered]:
    """The leading case, told with its reply, and the receipt that follows it."""
    leading, own = cast.handling(identity=LEADER), cast.register()
    with unit_of_work():
        care.merge(own.case, into=leading, told=True, by=cast.actor("liaison"))
    cast.reply(leading, REPLY)
    cast.pass_on(leading)
    with unit_of_work():
        delivery.summarise(leading, asked=ASKED, answer="五盏灯都修好了。", next="以后每周巡查。", disagree="不同意可以打站里电话。",
                           by=cast.actor("liaison"))
    with unit_of_work():
        delivery.confirm(leading, by=cast.actor("rep"))
    with unit_of_work():
        delivery.deliver(leading, way=delivery.Way.PHONE, by=cast.actor("liaison"))
    return leading, own


def test_t10_whoever_follows_reads_the_reply_and_the_state_but_nothing_that_points_to_the_other(cast: Cast, browse: Judge) -> None:
    leading, own = merged(cast)
    page = look(browse, own.case.number, own.code)
    for kept in (*KEPT, leading.number, "可能指向另一位来访人的地方已盖住"):
        assert kept in page.words(), kept
    stored = reply.of_case(leading)[-1].sha256  # tells whoever guesses what is covered that they guessed right
    for private in (*PRIVATE, stored):
        assert private not in page.text, private


def test_t10_what_a_person_covered_is_covered_for_whoever_follows_too(cast: Cast, browse: Judge) -> None:
    leading, own = merged(cast)
    assert "糖尿病" in followed.reader(own.case, leading)(REPLY)
    cast.rate(leading)
    with unit_of_work():
        preparing.cover_words(leading, "糖尿病", kind=MaskKind.ILLNESS, by=cast.actor("liaison"))
    page = look(browse, own.case.number, own.code)
    assert "糖尿病" not in page.text and "〔病情略〕的事已转告" in page.words()


def test_the_leading_visitor_reads_every_word_as_it_was_written(cast: Cast) -> None:
    leading, _ = merged(cast)
    assert followed.reader(leading, leading)(REPLY) == REPLY
    assert followed.reader(leading, leading)(ASKED) == ASKED
