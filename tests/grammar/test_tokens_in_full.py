"""The tokens of sentences, and what names mean, in full: `told.yaml` beside this file has them."""

from pathlib import Path

import pytest

from ipstats.errors import ParameterError
from ipstats.grammar.names import clean, patent, patent_like, resolve, share_of, title_subject
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
    "较上年末增长3.5%，比2022年提高1个百分点，较去年同期下降2.1%，与2015年相比翻两番。",
    "居全国第13、14位，排名第5位，由第8位上升3位，12位专家，第一、二、三位，列副省级城市前三、全省首位。",
    "获两金一银，金奖三项，国内生产总值突破3万亿，人口超过1000万，参保群众25万，培训青年3万余名。",
    "超过500件大关，迈上1000亿元台阶，1000件以上的企业12家，3至5家，2—3个百分点，10%至20%，5-3件。",
    "1/10的企业，80、180和109亿元，12余、20万件，成都(823.6亿元)、宜宾(61.3)、自贡(57)。",
    "平均年龄35岁，平均寿命78.5岁，零下5度，历时3个月，审查周期18个月，5月1日至7日，9时30分，24小时。",
    "上述3项指标，这5个方面，三大行动，四类主体，两项指标均居前列，一批企业，各类专利3种类型专利申请。",
    "1件/万人，3.5元/月，每万人口12件，每亿元产出5件，万分之三，千分之五点二，3‰，12％，-5.6%，+3.2%，-12件。",
    "(一)总体情况 1.专利授权12件 2、商标注册15件 (3)版权登记18件 第一章 表3 图12",
    "高新区(滨江)专利12件，杭州市余杭区34件，原莱芜市5件，北京大学100件，浙江大学与江苏省共20件。",
    "预计增长5%，力争达到12万件，目标为8.5%，实际完成7.9%，约为九成五，七成左右，近半数，过半，四分之三强。",
    "增加2.3倍，是上年的1.5倍，增长一倍，翻了两番多，近两番，占全国的三成以上，下降近一半，上升0.03个百分点。",
    "“十四五”期间累计授权12.3万件，年均增长7.5%；2018—2022年共授权50万件；五年来授权8万件；近三年分别为1万件、2万件。",
    "GDP增长5.2%，PCT申请2000件，R&D投入强度2.5%，ISO9001认证12家，5G专利300件，A股上市公司35家，T3航站楼。",
    "12期“专利讲坛”，出版3期《知识产权》，第10期培训班，“一带一路”国家20个，“双一流”高校5所，《专利法》第26条。",
    "其中，国内(不含港澳台)7.5万件，国外来华0.5万件，企业占72.3%，高校和科研院所占20%，个人占比降至7.7%。",
)
NAMES = """
    专利授权量 件; 发明专利授权 件; 有效发明专利拥有量 件; 国内发明专利申请量 件; 企业发明专利授权量 件;
    高校有效发明专利 件; PCT国际专利申请 件; 每万人口发明专利拥有量 件; 商标注册申请 件; 质押融资 亿元;
    质押融资 家; 马德里商标国际注册申请 件; 全市实用新型专利授权量 件; 战略性新兴产业有效发明专利 件;
    新能源汽车专利授权 件; 地理标志产品 个; 中国专利金奖 项; 作品著作权登记 件; 技术合同成交额 亿元; 发明 件;
    外观设计专利申请公开量 件; 高价值发明专利拥有量 件; 国家知识产权优势企业 家; 新认定高新技术企业 家;
    受理专利侵权纠纷案件 件; 职务发明专利申请 件; 累计授权专利 件; 国家知识产权局共授权发明专利 件; 授权总量 件;
    国内有效发明专利 件; 国内（不含港澳台）发明专利授权量 件; 国外来华发明专利申请 件; 高校发明专利授权量 件;
    企业有效发明专利 件; 人工智能发明专利授权量 件; 长三角发明专利授权量 件; 新登记作品 件; 新增发明专利授权 件;
    获得中国专利奖 项; 金奖 项; 银奖 项; 规模以上工业企业R&D经费 亿元; 人口 万人; 常住人口 万人;
    每百万人口发明专利 件; “专精特新”企业 家; “小巨人企业 家; 省级知识产权示范企业 家; 国家级博物馆 个; 的 件;
    、专利 件; 共 件; 数量 件; 有效注册商标 件; 驰名商标 件; 专利 %; 发明专利授权量 %; 专利 倍; 国内 件; 国内企业 件;
    申请 件; 授权 件; 实用新型 件; 外观设计 件; 申请授权专利 件; 发明专利实用新型 件; 居民发明 件; 甲 件
"""
WHOLES = (
    "专利申请量",
    "发明专利授权量",
    "国内发明专利授权量",
    "中国专利奖",
    "商标注册申请量",
    "高新技术企业",
    "新产品销售收入",
)
PARTS = """
    发明 国内 国内（不含港澳台） 国外来华 企业 高校 职务 授权 金奖 申请 实用新型申请 省级
    国内申请 规模以上工业企业 量
"""
SHARES = (
    ("发明专利授权量", "专利授权量"), ("发明专利授权量", ""), ("企业", "发明专利授权量"),
    ("有效发明专利", "有效专利总量"),
    ("发明专利申请量", "全国"), ("R&D经费", "GDP"), ("高价值发明专利", "有效发明专利"), ("实用新型", "总量"),
    ("国内", ""),
)  # fmt: skip
TITLES = """
    2023年杭州各区县（市）专利授权情况 2023年专利申请和授权情况 有效发明专利统计表 杭州市知识产权白皮书
    发明专利授权量
"""
FIGURES = """
    36.5万件; 约3千件; 12亿余元; 超100万; 近九成; 5.63%; -4.3个百分点; 翻一番; 2.2倍; 第三位; 前十; 四分之三;
    1,234.5亿元; ３６件; 十二万三千件; 百分之十二点五; 不到五成; 3000多家; 一半以上; 12—15件; 0件;
    首次超过100万件; 突破1000万; 不足3成; 三成多; 来自3家; 30来家; 20余万件; 100件以上; 100件以下; 5件左右; 5%上下;
    超过半数; 七成强; 七成弱; 过千亿元; 过亿元; 达12件; 两三百家; 三五件; 十五六家; 翻两番多; 近三番; 翻番; 增长两番;
    1.2万～1.5万件; 20至30家; 5—3件; 5—5件; 2018—2022年; 3—5; 居全国第三位; 前三; 首位; 第一; 第十二位; 前10强;
    12件/万人; 3.5元/月;
    -3件; +5件; －５％; 999999999999999999件; 1000000000000000001件; 几件; 若干家; 数百家; 12件和13件; 件; ; 2.5个;
    1e5件; 3.5倍; 0.04个百分点; 1,23件; 12,345,678件; 5 40件; 2 153.6亿元; 百分之百; 一半; 半数; 二分之一;
    5km; 12GWh; 3kg; 5‰; 0.3‰
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


def test_parts_mean_these_indicators_below_each_whole():
    lines = []
    for name in WHOLES:
        whole = resolve(name, "")
        lines += [f"{part} of {name}: {resolve(part, '', whole)}" for part in PARTS.split()]
        lines += [f"{part} like {name}: {patent_like(part, '件', [whole])}" for part in PARTS.split()[:9:4]]
    compare(TOLD, "names", "parts below wholes", lines)


def test_shares_and_titles_mean_these_indicators():
    lines = [f"{part} of {whole}: {share_of(resolve(part, ''), whole)}" for part, whole in SHARES]
    total = resolve("专利授权量", "件")
    lines += [f"{part} of its total: {share_of(resolve(part, '', total), '', total)}" for part, _ in SHARES]
    lines += [f"{title}: {title_subject(title)}" for title in TITLES.split()]
    compare(TOLD, "names", "shares and titles", lines)


def test_figures_are_these():
    lines = []
    for text in (one.strip() for one in FIGURES.split(";")):
        try:
            lines.append(f"{text}: {parse_figure(text)!r}")
        except ParameterError as error:
            lines.append(f"{text}: {error:}")
    compare(TOLD, "figures", "as written", lines)
