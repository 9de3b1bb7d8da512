"""Short names completed by what was spoken of before: 省级 beside 国家级工程中心, 合伙制 beside 代理机构."""

import re

_LEVEL = re.compile("国家级|部级|省级|市级|区级|县级|正高级|副高级|高级|中级|初级")
_KIND = re.compile(r"^.{1,5}[制型类性]")
_PRIZE = re.compile("(?:[特一二三]等|金|银|铜|优秀|优胜|提名|特别)奖")
_AMOUNT = re.compile("(?:合同|成交|融资|登记|交易)?(?:总?金额|总额)")
_COUNTED = re.compile("(?:项目|合同|笔|次|件)?(?:数量|数|量)?$")
_OF_EACH = re.compile("[户笔单件次]均|(?:平均)?(?:单笔|每笔|每户|每件)(?:平均|最高|最大)?|平均")
_RATIO = re.compile(r"与(?:同期|当年|全[国省市区])*(.{2,8}?)之比|相当于(.{2,10}?)的?$")
_GDP = re.compile("GDP|生产总值")


def completed(name: str, before: str) -> str:
    """The whole name of a short one after the subject `before`, or "" where it is none of these kinds.

    >>> completed("省级", "国家级工程技术研究中心"), completed("公司制", "合伙制代理机构")
    ('省级工程技术研究中心', '公司制代理机构')
    >>> completed("二等奖", "国家科学技术奖"), completed("金额", "质押登记项目"), completed("收入", "利润")
    ('国家科学技术奖二等奖', '质押登记金额', '')
    >>> completed("银奖", "江苏专利奖共评出"), completed("笔均", "质押登记金额")
    ('江苏专利奖银奖', '笔均质押登记金额')
    """
    if not before:
        return ""
    if _LEVEL.fullmatch(name):
        return _LEVEL.sub(name, before, count=1) if _LEVEL.search(before) else ""
    if _KIND.fullmatch(name):
        return name + _KIND.sub("", before, count=1)
    if _PRIZE.fullmatch(name) and "奖" in before:
        return before[: _PRIZE.sub("", before).replace("获奖", "").rfind("奖") + 1] + name
    if _OF_EACH.fullmatch(name) and before.endswith(("额", "费", "贷款", "融资")):
        return name + before
    if _AMOUNT.fullmatch(name) and not before.endswith(("额", "费", "率")):
        return _COUNTED.sub("", before, count=1) + name
    return ""


def ratio(words: str, before: str) -> str:
    """The name of a ratio to what the words say (与生产总值之比), "" when they say none.

    >>> ratio("与地区生产总值之比为", "R&D经费")
    'R&D经费与GDP之比'
    """
    m = _RATIO.search(words)
    if not m or not before:
        return ""
    other = m[1] or m[2]
    return f"{before}与{'GDP' if _GDP.search(other) else other}之比"
