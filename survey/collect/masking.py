"""Hiding what could reach or name a person in free text.

Numbers of phones, cards and IDs, plates, e-mail addresses, and names beside titles. Rather too much than too little:
a word lost costs less than a neighbour named.
"""

import re

HIDDEN = "●●●"
SOMEBODY = "某"
NUMBER = re.compile(
    r"""(?<!\d)(?<![A-Za-z]-)                      # SS-2026-001 is a project's number
    (?!(?:19|20)\d\d[-./]\d\d?[-./]\d\d?(?!\d))   # a day is no number to call
    \d(?:[\s.·–—-]?\d){6,}[Xx]?                    # seven digits or more, however they are set apart
    """,
    re.VERBOSE,
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][·•. ]?[A-Za-z0-9]{5,6}(?![A-Za-z0-9])"
)
IN_WORDS = re.compile(r"[〇零一二三四五六七八九幺两](?:[\s.·–—-]?[〇零一二三四五六七八九幺两]){6,}")
"""A number written out, as it is said: 一三八零零一三八零零零."""
HANDLE = re.compile(
    r"(?P<kind>微信|微信号|VX|vx|QQ|qq|Q号|抖音号|支付宝)(?P<link>号?(?:是|为)?[:：\s]{0,2})(?=[A-Za-z0-9_-]*\d|[A-Za-z_-]{6})"
    r"[A-Za-z0-9_-]{5,30}"
)
"""How somebody is found on a network."""
SPECIAL_PLATE = re.compile(
    r"(?:粤Z[·•. ]?[A-Za-z0-9]{4}[港澳]|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"[A-Za-z][·•. ]?[A-Za-z0-9]{4}[学警领挂])(?![A-Za-z0-9])|WJ[·•. ]?[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9]{4,5}"
)
SURNAMES = (
    "欧阳|上官|司马|诸葛|皇甫|"
    "[王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁"
    "沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
    "汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向]"
)
TITLES = (
    "医生|大夫|护士|老师|园长|校长|主任|书记|局长|科长|处长|队长|站长|所长|经理|师傅|警官|法官|律师|村长|会长|院长|部长|街长|"
    "先生|女士|小姐|阿姨|同志"
)
BEFORE_TITLE = re.compile(rf"(?:{SURNAMES})[\u4e00-\u9fff]{{0,2}}?(?=(?:{TITLES}))")
AFTER_TITLE = re.compile(
    rf"(?P<title>{TITLES})(?:{SURNAMES})[\u4e00-\u9fff]{{1,2}}(?=$|[^\u4e00-\u9fff]|[的是在说对把给让叫和与就都也很不])"
)
"""A name of two or three characters after a title, where a sentence goes on as it does after a name."""


def mask(text: str) -> str:
    """Hide numbers of seven digits or more, plates, e-mail addresses and names; full-width digits count as digits."""
    for rule in (ADDRESS, PLATE, SPECIAL_PLATE, NUMBER, IN_WORDS):
        text = rule.sub(HIDDEN, text)
    text = HANDLE.sub(rf"\g<kind>\g<link>{HIDDEN}", text)
    return BEFORE_TITLE.sub(SOMEBODY, AFTER_TITLE.sub(rf"\g<title>{SOMEBODY}", text))
