"""The cast of the A4 tests: one of each paper of a file, with texts as long as real ones."""
from dataclasses import replace
from datetime import UTC, date, datetime

from portal.paper.slip import (
    CoverFacts, Earlier, Entry, ExplanationFacts, Ground, ProposalFacts, ReferralFacts, Reminded, Sheet, SlipFacts,
)
from tests.paper.samples import WORDS, receipt_facts

HOUR = datetime(2026, 3, 10, 2, 5, tzinfo=UTC)
NUMBER, REFERRAL, YELLOW, RED = "S01-26-0042", "S01-J-26-0017", "督黄〔2026〕7号", "督红〔2026〕1号"
DEMAND = "请在限期内清运干净，固定为每天清运一次，并书面答复由谁负责、怎样保证不再反复。"


def sheets(locale: str = "zh_Hans", **changes: object) -> dict[str, Sheet]:
    """Every paper by its name; `changes` reach all of them."""
    here = receipt_facts(locale)
    common: dict[str, object] = {
        "network": here.network, "motto": here.motto, "station": here.station, "address": here.address, "phone": here.phone,
        "number": NUMBER, "link": f"https://huiyin.example.org/office/cases/{NUMBER}", "printed_on": date(2026, 3, 10)} | changes
    unit = {"zh_Hans": "街道城市管理办公室", "zh_Hant": "街道城市管理辦公室", "en": "Urban Management Office"}[locale]
    slip = SlipFacts(
        **common, level="b", official=YELLOW, unit=unit, referral=REFERRAL, referred_at=datetime(2026, 3, 2, 2, tzinfo=UTC),
        first_due_on=date(2026, 3, 9), overdue_days=1, demand=DEMAND, due_on=date(2026, 3, 17), drawn_by="苏智鹏", drawn_at=HOUR,
        signed_by="陈伟成", signed_at=HOUR, words=WORDS, acknowledge_on=date(2026, 3, 11),
        grounds=(Ground(sign="asked", count=2, days=(date(2026, 3, 10), date(2026, 3, 11))),
                 Ground(sign="pressed", count=1, days=(date(2026, 3, 10),))),
        reminders=(Reminded(day=datetime(2026, 3, 6, 3, tzinfo=UTC), way="phone_urging", promised_on=date(2026, 3, 9)),))
    red = replace(slip, level="a", official=RED, overdue_days=10, due_on=date(2026, 3, 30),
                  explain_on=date(2026, 3, 26), earlier=(Earlier(
                      official=YELLOW, signed_for=datetime(2026, 3, 11, 3, tzinfo=UTC), answered=None, due_on=date(2026, 3, 17), passed=True),),
                  grounds=(Ground(sign="stated", count=1, days=(date(2026, 3, 20),)),),
                  reasons=(("long", "黄色督办单发出后单位书面表示不再办理。"),))
    return {
        "referral": ReferralFacts(
            **common, official=REFERRAL, unit=unit, supporting=("区环卫公司", "北门社区物业"),
            sent_at=datetime(2026, 3, 2, 2, tzinfo=UTC),
            clock="reply_ordinary", days=10, working=True, due_on=date(2026, 3, 18), first_due_on=date(2026, 3, 16),
            opinion="垃圾清运由贵单位负责，请查明为什么减少了次数，并在夏天以前恢复每天清运。", opinion_by="苏智鹏", words=WORDS,
            wants="每天收一次垃圾", place="北门小区东门", kind=2, category="C4", affects="village", urgent=True,
            acknowledge_on=date(2026, 3, 4), return_on=date(2026, 3, 4)),
        "yellow": slip, "red": red,
        "explanation": ExplanationFacts(**common, official=RED, unit=unit, representative="苏智鹏", sent_at=HOUR,
                                        explain_on=date(2026, 3, 26)),
        "proposal": ProposalFacts(
            **common, unit=unit, addressee="office", slips=((YELLOW, HOUR), (RED, HOUR)), explained_at=None,
            what_happened="转办以后两次提醒、两次督办，单位没有答复，也没有交书面说明；来访人先后来站四次。" * 3,
            opinion="建议约谈单位负责人，限期办结，并通报街道各单位。", written_by="苏智鹏", written_at=HOUR),
        "cover": CoverFacts(
            **common, registered_at=HOUR, channel="kiosk", kind=2, category="C4", accepted_at=HOUR,
            agent="苏智鹏", unit=unit, level="a",
            entries=(Entry(what="paper.referral.title", official=REFERRAL, day=HOUR),
                     Entry(what="paper.level.b", official=YELLOW, day=HOUR),
                     Entry(what="paper.level.a", official=RED, day=HOUR), Entry(what="paper.cover.reply", official="", day=HOUR)))}
