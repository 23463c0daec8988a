"""Sentences the file does not hold and the verbs ask for: three of the four plain ones, opinions and reasons, in simple words."""

from portal.cases.case import Channel, Kind, Outcome
from portal.cases.side_note import Audience
from portal.demo.lines import Line

NEXT = {
    Outcome.SOLVED: "过一个月我们会再问您一次，看看有没有反复。",
    Outcome.PARTLY: "还没办完的部分由代表接着跟，有进展再告诉您。",
    Outcome.MEDIATED: "协议由调解委员会存着，过一个月我们再来问一次。",
    Outcome.PLANNED: "到了说好的日子，我们去看有没有兑现，再告诉您。",
    Outcome.EXPLAINED: "办法和材料可以到站里来，我们陪您一样一样看。",
}
DISAGREE = "不满意请直说：终端、网上、电话都可以评“不满意”，单位要重新办。"
DISAGREE_AGAIN = "还不满意请直说：会由没有参与办理的人从头复核一遍。"
EXCLUDED = {  # the words behind not_accepted: → the body that has it, since when, and where it is
    "司法": ("judicial", "区人民法院", "已开庭审理", {
        "address": "（演示）东庆北路1号诉讼服务中心", "hours": "周一至周五 8:30–12:00，14:30–17:30", "phone": "0750-0000001",
        "bring": "身份证、案件受理通知书", "time_limit": "不服判决，收到判决书后15天内上诉"}),
    "信访": ("petition", "区信访局", "去年已书面答复", {
        "address": "（演示）公园路6号接待大厅", "hours": "周一至周五 9:00–12:00，14:30–17:00", "phone": "0750-0000002",
        "bring": "身份证、原处理意见书", "time_limit": "收到书面答复之日起30日内请求复查"}),
    "纪检": ("discipline", "纪检监察机关", "已约谈核实", {
        "address": "（演示）同庆路9号接待室", "hours": "周一至周五 9:00–12:00，14:30–17:00", "phone": "0750-0000003"}),
}
EXTENSION = "伤情鉴定结论还没有出来，鉴定机构已经受理。"
UPHELD = "由没有参与办理的人复核：单位已依法办到位，维持。来访人仍不满意，照实公开。"
TRY = "电话没有人接，改天再打。"
UNITS_DESK, REMINDED, PROMISED = "经办人", "问了办到哪一步，请在限期内答复来访人。", "按期答复"
DEMAND = {"b": "已经逾期。请在新的限期内办结，并书面答复来访人。",
          "a": "久拖未决。请立即办理并答复来访人；请单位负责人写出书面说明。"}
NOT_ON_RECORD = "来访人没有再来催，但原定期限已过，事情还压着，不能再等。"
FIRST_PERIOD, SECOND_PERIOD = "第一期", "第二期"
WHY_EXCELLENT = ("按时办结，答复写明了哪天办的、办到什么程度，来访人当场就听明白了。遇到同样的事，别的站可以照着办。",
                 "一次说清、一次办好，没有让来访人再跑第二趟。")
NOTES = {  # beside matters of the first station, by who may read them; the last one goes to the visitor
    Audience.VISITOR: "请问您说的这个地方，是白天多还是晚上多？知道了好请单位那个时候去看。",
    Audience.HANDLERS: "上次去看的时候门锁着，请先打站里电话，由联络员带路。",
    Audience.REPRESENTATIVES: "来访人耳朵不太好，打电话请慢一点，多说一遍。",
    Audience.DESK: "这一件和上个月那件像是一回事，等单位答复以后再对一对。",
}


def asked(line: Line) -> str:
    """Sentence one: what the visitor asked, in their own words."""
    if line.channel is Channel.INSPECTION:
        return f"代表走访时看到：{line.words.partition('）')[2]}"
    return f"您说的是：{line.words}"


def sentences(line: Line, told: Line, again: bool) -> dict[str, str]:
    """The four sentences beside a reply: `line` is the matter, `told` the line of this round (the same one in round one)."""
    return {"asked": asked(line), "answer": told.plain, "next": NEXT[told.claim], "disagree": DISAGREE_AGAIN if again else DISAGREE}


def explanation(text: str) -> tuple[str, str, str]:
    """Cause, responsibility and measures of the file's explanation, cut where it passes from one to the next; no word is lost."""
    cause, _, rest = text.removeprefix("（单位负责人书面说明）").partition("；")
    responsibility, _, measures = rest.partition("。")
    return cause + "；", responsibility + "。", measures


def opinion(line: Line) -> str:
    """What the representative writes on the slip (T11)."""
    if line.kind == Kind.CONDUCT_REPORT:
        return "请按规定核查，不得转给被反映的单位和个人，结果当面告知。"
    many = f"这是{line.people}个人共同的事，" if line.people > 1 else ""
    return f"{many}请在{line.limit}个工作日内说清楚怎么办、何时办好，直接答复来访人。"
