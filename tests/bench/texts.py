"""Matters as people tell them, many and different: seven of ten in Chinese (one in five in Traditional), three in English."""

from dataclasses import dataclass

HITS = "路燈不亮"  # typed in Traditional, found in both scripts: one matter of seventeen
TWO_HAN = "电梯"  # a word of two characters: as many
NOTHING = "亮不灯路"  # four frequent characters that never stand in this order: the dear way to find nothing

STREETS = ("圭峰路", "东庆路", "中心路", "会城路", "大新路", "振兴路", "冈州大道", "启超大道", "河湾街", "榆荫巷")
HANS = (
    ("D1", "路灯不亮，晚上看不清路，老人和孩子都不敢出门", "经查为电缆接头老化，已更换接头并恢复照明，今后每周巡查一次"),
    ("B2", "电梯三天两头停，八楼的老人下不来", "已约谈维保单位，更换门机和抱闸，停梯半天内恢复"),
    ("C4", "下水道堵了，一下雨就倒灌进院子", "已清淤四十米并更换破损雨水篦，雨后复查无积水"),
    ("E1", "夜里施工太吵，孩子第二天还要上学", "已责令二十二时后停工，并派人连续三晚值守"),
    ("C1", "楼道堆满杂物，消防门都打不开", "已组织清运两车，张贴告知书，物业每日巡查"),
    ("C2", "垃圾两天没人收，夏天味道很大", "已增加清运班次，由每日一次改为每日两次"),
    ("A3", "屋顶漏水，报修半年没有结果", "维修资金已批，防水工程本月内完工"),
    ("K1", "公交站取消以后，要走两公里才有车", "已与公交公司商定恢复高峰班次，并设临时站牌"),
    ("H2", "幼儿园门口乱停车，接送孩子很危险", "已施划禁停线，上下学时段安排专人疏导"),
    ("J2", "社区诊所常常没有药，要跑到城里去拿", "已补充目录内常用药，缺药可由诊所代配"),
    ("M1", "健身器材坏了一年多，没有人修", "已更换两件、修复五件，公示了报修电话"),
    ("L1", "村道坑洼，下雨天摔过好几个人", "已铺设碎石应急，硬化工程列入下季度计划"),
)
TRADITIONAL = str.maketrans(
    "灯晚楼样东车条门进电梯约谈单抱复无积数响张贴务设报维临时牌区药乱",
    "燈晚樓樣東車條門進電梯約談單抱復無積數響張貼務設報維臨時牌區藥亂",
)
ENGLISH = (
    (
        "D1",
        "The street lamp at the corner has been out for two weeks and the pavement is broken",
        "The cable joint was replaced and the lamp works again; it is checked weekly",
    ),
    (
        "B2",
        "The lift stops every few days and my neighbour on the eighth floor cannot get down",
        "The maintenance firm replaced the door drive; the lift runs",
    ),
    (
        "C2",
        "Rubbish has not been collected for two days and the smell is very strong",
        "A second collection each day was added to the round",
    ),
    (
        "K1",
        "Since the bus stop was removed it is two kilometres to the next bus",
        "Buses at peak hours stop again; a temporary sign was put up",
    ),
)


@dataclass(frozen=True)
class Matter:
    """What one visitor tells and what they are answered."""

    locale: str
    category: str
    place: str
    words: str
    reply: str


def matter(k: int) -> Matter:
    """Matter number `k`, the same in every run."""
    street, house = STREETS[k * 7 % len(STREETS)], 1 + k * 31 % 400
    if k % 10 >= 7:
        category, words, reply = ENGLISH[k // 10 % len(ENGLISH)]
        return Matter(
            "en",
            category,
            f"{house} {street}",
            f"{words} near number {house}, {street}. I told the office before.",
            f"{reply}. Case {k}.",
        )
    category, words, reply = HANS[(k // 10 * 7 + k % 10) % len(HANS)]
    locale = "zh_Hant" if k % 5 == 0 else "zh_Hans"
    told = f"{street}{house}号门前{words}。已经反映过{1 + k % 4}次，请帮忙问一问。"
    return Matter(
        locale,
        category,
        f"{street}{house}号",
        told.translate(TRADITIONAL) if locale == "zh_Hant" else told,
        f"您反映的{street}{house}号一事：{reply}。经办人已于次日回访（第{k}号）。",
    )
