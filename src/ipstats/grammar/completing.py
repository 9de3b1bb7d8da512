"""Short names completed by what was spoken of before: 省级 beside 国家级工程中心, 合伙制 beside 代理机构."""

import re
from functools import lru_cache

from ipstats.grammar.lexicon import words

_LEVEL = re.compile("国家级|部级|省级|市级|区级|县级|正高级|副高级|高级|中级|初级")
_NATIONAL = re.compile("国家(?!级)")
_STATE = re.compile("筹建|在建|试运行|待验收")
_STATED = re.compile(f"（(?:{_STATE.pattern})）$")
_KIND = re.compile(r"^.{1,5}[制型类性]")
_PRIZE = re.compile("(?:[特一二三]等|金|银|铜|优秀|优胜|提名|特别)奖")
_AMOUNT = re.compile("(?:合同|成交|融资|登记|交易)?(?:总?金额|总额)")
_COUNTED = re.compile("(?:项目|合同|笔|次|件)?(?:数量|数|量)?$")
_OF_EACH = re.compile("[户笔单件次]均|(?:平均)?(?:单笔|每笔|每户|每件)(?:平均|最高|最大)?|平均")
_OF_CASES = re.compile("(?:结案|办结|破案|侦破|调解成功|执结)[率数量]?")
_ACTING_ON_CASES = re.compile("^.*?(?:立案侦办|侦办|立案|办理|受理|查处|查办|新收|收到)")
_CASES = "(?:民事|刑事|行政|一审|二审|再审)+"
_KIND_OF_CASE = re.compile(f"(新收|受理|审结|办结)?({_CASES})(案件|纠纷)$")
_KIND_OF_CASE_WITHIN = re.compile(f"{_CASES}$")
_RATIO = re.compile(r"与(?:同期|当年|全[国省市区])*(.{2,8}?)之比|相当于(.{2,10}?)的?$")
_GDP = re.compile("GDP|生产总值")


@lru_cache(maxsize=65536)
def borrowed(text: str, whole: str) -> list[str]:
    """What a short name can mean beside a whole one: 示范单位 beside 国家级试点单位, 许可次数 beside 专利转让次数.

    >>> borrowed("示范单位", "国家级试点单位"), borrowed("许可次数", "专利转让次数"), borrowed("银奖", "江苏专利奖金奖")
    (['国家级示范单位'], ['专利许可次数'], ['江苏专利奖银奖'])
    >>> borrowed("民事案件", "新收知识产权案件"), borrowed("生物产业", "信息技术产业")
    (['新收知识产权民事案件'], [])
    """
    found = []
    bare = text[:-1] if text[-1:] in ("量", "数", "额") else text
    for family in words("parallel"):
        if text.endswith("奖") and not any(f"奖{word}" in whole or f"专利{word}" in whole for word in family):
            continue
        if text in family or (bare in family and whole[-1:] == text[-1:]):
            text = bare if text not in family else text
            found += [whole.replace(word, text) for word in sorted(family, key=len, reverse=True) if word in whole][:1]
        elif word := next((word for word in family if text.startswith(word)), ""):
            rest = text.removeprefix(word)
            found += [
                re.sub(f"(?:{word})?{re.escape(other + rest)}", text, whole)
                for other in family
                if rest and other + rest in whole
            ][:1]
    if (
        (kind := _KIND_OF_CASE.match(text))
        and whole.endswith(kind[3])
        and text not in whole
        and (kind[1] or "") in whole
    ):
        found.append(_KIND_OF_CASE_WITHIN.sub("", whole.removesuffix(kind[3])) + kind[2] + kind[3])
    return [name for name in found if name != whole]


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
    before = _STATED.sub("", before)
    if _STATE.fullmatch(name):
        return f"{before}（{name}）"
    if _LEVEL.fullmatch(name) and (m := _NATIONAL.match(before)):
        return name + before[m.end() :]
    if _LEVEL.fullmatch(name):
        return _LEVEL.sub(name, before, count=1) if _LEVEL.search(before) else ""
    if _KIND.fullmatch(name):
        return name + _KIND.sub("", before, count=1)
    if _PRIZE.fullmatch(name) and "奖" in before:
        return before[: _PRIZE.sub("", before).replace("获奖", "").rfind("奖") + 1] + name
    if _OF_CASES.fullmatch(name) and before.endswith(("案件", "纠纷")) and name[:2] not in before:
        return _ACTING_ON_CASES.sub("", before) + name
    if _OF_EACH.fullmatch(name) and before.endswith(("额", "费", "贷款", "融资")):
        return name + before
    if _AMOUNT.fullmatch(name) and not before.endswith(("额", "费", "率")):
        counted = _COUNTED.sub("", before, count=1)
        return counted.removesuffix(name[:2]) + name
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
