"""What the people of a journey say in each language, with what careless software breaks: 𠮷, typos, blanks, tabs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sayings:
    """Everything typed in one journey. `word` is two characters that stand in this matter only."""

    locale: str
    words: str
    place: str
    name: str
    opinion: str
    reply: str
    again: str
    sentences: tuple[str, str, str, str]
    word: str


HANS = Sayings(
    "zh_Hans",
    words="𠮷安里3号门前的窨井盖坏了，夜里过路人容易摔倒。\n上个月说过一次，没人来。",
    place="𠮷安里3号门前", name="测某𠮷", opinion="请到现场看一看，按期书面答复。",
    reply="您好！ 经现场核査，情况属实。\n\n  1、窨井盖以于3月2日更换完毕；\n  2、周围路面已补平 。\n\n"
          "\t如有问題请拔打12000008200。\n谢谢您的监都！  ",
    again="再次到场，已把松动的井座重新砌好。\n三天后我们会回来再看一次。",
    sentences=("您问𠮷安里门前的井盖什么时候修。", "井盖已经换好了，路面也补平了。",
               "三天后还会来看一次。", "不同意可以再说一次，我们接着办。"),
    word="窨井")
HANT = Sayings(
    "zh_Hant",
    words="𠮷慶巷的公車亭漏雨，老人家沒有地方坐。\n希望加一張長椅。",
    place="𠮷慶巷口", name="測某𠮷", opinion="請到現場查看，依期限書面答覆。",
    reply="您好：\n\n公車亭頂棚己於3月2日修妥，  不再漏雨。\n(一)長椅以訂製；\n(二)完工侯另行通知 。\n\n\t承辦人：甲",
    again="長椅已經裝好，請您再來看看。\n如果還有不便，請直接告訴我們。",
    sentences=("您希望公車亭不漏雨、有椅子坐。", "頂棚修好了，椅子正在做。",
               "椅子裝好後會再告訴您。", "不同意可以再說一次，我們會重新辦理。"),
    word="公車")
EN = Sayings(
    "en",
    words="The street lamp outside 𠮷祥 House has been dark for a week.\nMy mother fell on the step there.",
    place="𠮷祥 House, main gate", name="Test Person", opinion="Please go and look, and answer in writing in time.",
    reply="Dear visitor,\n\n  the lamp at 𠮷祥 House was repaird on 2 March .\n  We  tested it teh same night.\n\n"
          "\tIf it fails agian, call 12000008200.\nThank you!  ",
    again="We came again and changed the cable too.",
    sentences=("You asked when the lamp will shine again.", "It was repaired on 2 March.", "It is checked every week from now on.",
               "If you do not agree, tell us again."),
    word="𠮷祥")
ALL = {one.locale: one for one in (HANS, HANT, EN)}
