"""The tokens of sentences, and what names mean, in full: `told.yaml` beside this file has them."""

from pathlib import Path

import pytest

from ipstats.errors import ParameterError
from ipstats.grammar.names import clean, patent, resolve
from ipstats.grammar.parsing import parse_figure
from ipstats.grammar.tokens import tokens
from told import compare

TOLD = Path(__file__).with_name("told.yaml")
SENTENCES = (
    "2023年，杭州市专利授权量1200件，同比增长5.63%，其中发明专利授权量456件，占38.0%。",
    "截至2023年底，全市有效发明专利量47.78万件，每万人口发明专利拥有量达218.3件，是全国平均水平的9.2倍。",
    "1—11月，商标注册申请量12.3万余件，较上年同期下降3.2个百分点，降幅收窄0.5个百分点。",
    "全省PCT国际专利申请量突破2万件，居全国第二位，连续五年位列全国前三。",
    "北京、上海、深圳分别为12件、13件和15件，同比分别增长5%、6%和7.1%。",
    "获第二十四届中国专利奖金奖3项、银奖5项，优秀奖12项，外观设计金奖1项。",
    "质押融资金额达194.77亿元，惠及企业1.5万家，登记项目694个，平均每笔281万元。",
    "“十三五”期间年均增长11.6%，比2015年翻了一番，完成规划目标的85%。",
    "办理知识产权案件3000余件，同比下降一成，查处率99.5%，罚没款约12万元。",
    "占比由四分之一提高到三成，近七成企业有专利，过半为发明。",
    "建成国家级知识产权保护中心2个、省级8家，快速维权中心5（个），覆盖12/13个市。",
    "2021年至2023年，高新技术企业由5000家增加到8000家，增加了3000家，增长60%。",
    "第1季度登记著作权18.6万件，第2季度20.1万件，上半年合计38.7万件。",
    "全区12个镇街、3个园区共受理维权援助申请1,234件，结案率达到百分之九十八点五。",
    "截至6月末，有效注册商标总量约210万件，地理标志商标98件，均居全省首位。",
    "R&D经费投入强度2.18%，较上年提高0.03个百分点，技术合同成交额1,817亿元。",
    "发布标准12项（其中国际标准3项、国家标准9项），举办培训班6期，培训600人次。",
    "电话12345，邮编100088，文号国知发〔2023〕12号，第12页，共计8章36条。",
)
NAMES = """
    专利授权量 件; 发明专利授权 件; 有效发明专利拥有量 件; 国内发明专利申请量 件; 企业发明专利授权量 件;
    高校有效发明专利 件; PCT国际专利申请 件; 每万人口发明专利拥有量 件; 商标注册申请 件; 质押融资 亿元;
    质押融资 家; 马德里商标国际注册申请 件; 全市实用新型专利授权量 件; 战略性新兴产业有效发明专利 件;
    新能源汽车专利授权 件; 地理标志产品 个; 中国专利金奖 项; 作品著作权登记 件; 技术合同成交额 亿元; 发明 件;
    外观设计专利申请公开量 件; 高价值发明专利拥有量 件; 国家知识产权优势企业 家; 新认定高新技术企业 家;
    受理专利侵权纠纷案件 件; 职务发明专利申请 件
"""
FIGURES = """
    36.5万件; 约3千件; 12亿余元; 超100万; 近九成; 5.63%; -4.3个百分点; 翻一番; 2.2倍; 第三位; 前十; 四分之三;
    1,234.5亿元; ３６件; 十二万三千件; 百分之十二点五; 不到五成; 3000多家; 一半以上; 12—15件; 0件
"""


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_falls_into_these_tokens(sentence):
    compare(TOLD, "tokens", sentence, [_shown(token) for token in tokens(sentence, "330000")])


def _shown(token) -> str:
    held = {name: value for name, value in token._asdict().items() if value not in (None, "", (), 0, False)}
    return ", ".join(f"{name} {value}" for name, value in held.items())


def test_names_mean_these_indicators():
    lines = []
    for name, unit in (one.split() for one in NAMES.split(";")):
        alone = f"{resolve(name, unit)} | {patent(name, unit)} | {clean(name)}"
        within = resolve(name, unit, resolve("专利授权量", "件"))
        lines += [f"{name} {unit}: {alone}", f"{name} {unit} of 专利授权量: {within}"]
    compare(TOLD, "names", "by unit, alone and below a whole", lines)


def test_figures_are_these():
    lines = []
    for text in (one.strip() for one in FIGURES.split(";")):
        try:
            lines.append(f"{text}: {parse_figure(text)!r}")
        except ParameterError as error:
            lines.append(f"{text}: {error:}")
    compare(TOLD, "figures", "as written", lines)
