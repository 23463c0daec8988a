"""The cast of the paper tests: one receipt and one notice per language, with texts as long as real ones."""
from dataclasses import replace
from datetime import UTC, date, datetime

from portal.paper.notice import NoticeFacts, Reason
from portal.paper.receipt import Next, ReceiptFacts

LOCALES = ("zh_Hans", "zh_Hant", "en")
RECEIVED = datetime(2026, 11, 30, 7, 42, tzinfo=UTC)
URL = "https://huiyin.example.org/track/7Hq2mXb9TzKd4VwRc8LpN1"
WORDS = "我们小区东门那几个垃圾桶，天一热就臭得不行，收垃圾的两天来一趟，苍蝇都飞到一楼人家里去了。"

_receipt = ReceiptFacts(
    network="会城街道代表工作站", motto="知党情、听民意、促和谐", station="北门社区代表工作站",
    address="会城街道圭峰路44号104–109铺", phone="0750-6630000", hours="每天 8:30–17:30", number="S01-26-0042",
    code="4827 1936 0158", token_url=URL, online="huiyin.example.org/track", received_at=RECEIVED,
    received_by="黄丽君（联络员）", next_step=Next.DECIDE, next_date=date(2026, 12, 3), call_name="陈伟成",
    call_phone="0750-6630088", words=WORDS, my_representative="苏智鹏", mark="K7QF 2M9D X4TB 81WN 5HRC", verify="huiyin.example.org/verify")
_hant = {
    "network": "會城街道代表工作站", "motto": "知黨情、聽民意、促和諧", "station": "北門社區代表工作站",
    "address": "會城街道圭峰路44號104–109鋪", "hours": "每天 8:30–17:30", "received_by": "黃麗君（聯絡員）", "call_name": "陳偉成",
    "words": "我們小區東門那幾個垃圾桶，天一熱就臭得不行，收垃圾的兩天來一趟，蒼蠅都飛到一樓人家裡去了。"}
_en = {
    "network": "Huicheng Service Stations", "motto": "Know the people, hear the people, keep the peace",
    "station": "North Gate Community Station", "address": "Shops 104–109, 44 Guifeng Road, Huicheng",
    "hours": "daily 8:30–17:30", "received_by": "Huang Lijun (liaison)", "call_name": "Chen Weicheng",
    "my_representative": "Su Zhipeng"}

_notice = NoticeFacts(
    network=_receipt.network, motto=_receipt.motto, station=_receipt.station, address=_receipt.address,
    phone=_receipt.phone, hours=_receipt.hours, number="S01-26-0043", registered_at=RECEIVED,
    decided_on=date(2026, 12, 2), decided_by="陈伟成", reason=Reason.JUDICIAL, body="新会区人民法院",
    since=date(2026, 9, 14), go_address="会城街道东庆北路1号 诉讼服务中心", go_hours="周一至周五 8:30–12:00，14:30–17:30",
    go_phone="0750-12368", bring="身份证、案件受理通知书", time_limit="对判决不服，收到判决书后15天内上诉",
    contest_station="会城街道中心站", contest_address="会城街道中心路8号", contest_phone="0750-6631111",
    contest_until=date(2027, 1, 1))
_notice_hant = {
    "network": _hant["network"], "motto": _hant["motto"], "station": _hant["station"], "decided_by": "陳偉成",
    "body": "新會區人民法院",
    "go_address": "會城街道東慶北路1號 訴訟服務中心", "go_hours": "週一至週五 8:30–12:00，14:30–17:30",
    "bring": "身分證、案件受理通知書", "time_limit": "不服判決，收到判決書後15天內上訴", "contest_station": "會城街道中心站",
    "contest_address": "會城街道中心路8號"}
_notice_en = {
    "network": _en["network"], "motto": _en["motto"], "station": _en["station"], "decided_by": "Chen Weicheng",
    "body": "Xinhui District Court", "go_address": "Litigation service hall, 1 Dongqing North Road, Huicheng",
    "go_hours": "Monday to Friday 8:30–12:00, 14:30–17:30", "bring": "identity card, the court’s notice of acceptance",
    "time_limit": "an appeal must reach the court within 15 days of the judgment",
    "contest_station": "Huicheng Central Station", "contest_address": "8 Zhongxin Road, Huicheng"}


def receipt_facts(locale: str = "zh_Hans", **changes) -> ReceiptFacts:
    """A receipt with the station's own words in the language of `locale`, changed as named."""
    return replace(_receipt, **({"zh_Hans": {}, "zh_Hant": _hant, "en": _en}[locale] | changes))


def notice_facts(locale: str = "zh_Hans", **changes) -> NoticeFacts:
    """A notice likewise."""
    return replace(_notice, **({"zh_Hans": {}, "zh_Hant": _notice_hant, "en": _notice_en}[locale] | changes))
