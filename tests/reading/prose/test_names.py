"""What a figure is called: each pattern in several wordings, and what must not be taken for something else."""

import pytest
from expected import read_prose

from ipstats.documents.blocks import Block, Context
from ipstats.model.observations import frame


def told(text: str) -> list[str]:
    """`printed name` of each figure: the catalogue's id where it has one, else the label."""
    rows = frame(read_prose([Block(text)], Context(year=2022))).to_dict("records")
    return [f"{row['obs_text']} {row['indicator'] or row['label']}" for row in rows]


NAMES = {
    # a list and as many numbers, without 分别
    "发明、实用新型和外观设计专利授权12件、34件和8件。": (
        "12件 invention_patent_grants", "34件 utility_model_grants", "8件 design_grants"),
    "基础研究、应用研究和试验发展经费8亿元、18亿元和109亿元。": (
        "8亿元 basic_research_expenditure", "109亿元 experimental_development_expenditure"),
    "专利转让、许可次数5600次、820次。": ("5600次 patent_assignments", "820次 patent_licences"),
    # numerals that share what follows
    "第一、二、三产业增加值分别为3亿元、5亿元和8亿元。": (
        "3亿元 第一产业增加值", "5亿元 第二产业增加值", "8亿元 第三产业增加值"),
    "第二、三产业增加值分别增长4.2%和5.6%。": ("4.2% 第二产业增加值", "5.6% 第三产业增加值"),
    # unit and scale said once, at the end of the list
    "基础研究和应用研究经费分别为80和180亿元。": (
        "80 basic_research_expenditure", "180亿元 applied_research_expenditure"),
    "发明专利产业化率53%，调解成功率80%，分别提高1.2和2.3个百分点。": (
        "1.2 invention_industrialisation_rate", "2.3个百分点 mediation_success_rate"),
    # two, three of them
    "基础研究经费8亿元，应用研究经费12亿元。两者占比分别为40%和60%。": (
        "40% 基础研究经费占比", "60% 应用研究经费占比"),
    "发明专利申请12件、授权8件，两者占全省比重分别为23%和30%。": (
        "23% 发明专利申请占全省比重", "30% 发明专利授权占全省比重"),
    "商标质押融资12亿元，专利质押融资76亿元，两项合计88亿元。": ("88亿元 patent_trademark_pledge_financing",),
    "参展企业30家，签约企业12家，二者合计42家。": ("42家 参展企业、签约企业合计",),
    # a name is not cut inside a word
    "快速授权专利授权周期平均73天。": ("73天 快速授权专利授权周期平均",),
    "授权周期平均为70天。": ("70天 fast_track_grant_period",),
    "发放贷款300笔，贷款金额6亿元，笔均200万元。": ("200万元 笔均贷款金额",),
    "登记专利转让600次，合同金额3亿元，单笔最高5000万元。": ("5000万元 单笔最高专利转让合同金额",),
    # the first number is no total where the name is of several things
    "查处商标、专利违法案件52件。": ("52件 查处商标、专利违法案件",),
    "高校转让许可专利2100次。": ("2100次 patent_assignments_and_licences",),
    "平均每9.2个经营主体拥有1件有效商标。": ("1件 平均每9.2个经营主体拥有有效商标",),
    "判赔总额12万元，其中判赔额最高的一件达3万元。": ("3万元 判赔额最高的一件",),
    "法院受理知识产权案件86件，其中新收79件、旧存7件。": ("86件 court_ip_cases_received", "79件 法院新收知识产权案件"),
    # courts: kinds of cases and instances are kept apart
    "法院新收知识产权民事一审案件56件，审结54件。": (
        "56件 court_ip_civil_first_instance_received", "54件 court_ip_civil_first_instance_concluded"),
    "受理一审知识产权案件32件，审结31件。": (
        "32件 court_ip_first_instance_received", "31件 court_ip_first_instance_concluded"),
    "新收知识产权案件86件，其中民事案件83件、刑事案件3件。": (
        "83件 court_ip_civil_received", "3件 court_ip_criminal_received"),
    "审结知识产权刑事案件21件，审结行政案件4件、再审案件2件。": (
        "4件 court_ip_administrative_concluded", "2件 审结知识产权再审案件"),
    "技术合同案件比上年多收6件，达到41件。": ("6件 技术合同案件", "41件 技术合同案件"),
    # what stands before a name and makes it another
    "外观设计平均授权周期20天。": ("20天 外观设计平均授权周期",),
    "办理专利商标质押52笔，融资9亿元。其中，专利质押融资6亿元。": ("6亿元 patent_pledge_financing",),
    # the noun of a row of numbers stands at its end
    "2020年至2022年，分别有12项、13项和15项成果获2021年度省科技奖。": (
        "12项 省科技奖", "13项 省科技奖", "15项 省科技奖"),
    # each number of 分别 finds the thing it counts, not where that began
    "专利代理机构由2015年的8家发展到41家，专利代理师由23人增至126人，分别增加33家、103人。": (
        "41家 patent_agencies", "33家 patent_agencies", "103人 patent_agents"),
    "法院新收知识产权案件86件，审结91件。在新收案件中，一审案件56件。": ("56件 court_ip_first_instance_received",),
    "检察机关受理审查起诉侵犯知识产权犯罪案件56件，审查逮捕32件49人，提起公诉41件80人，起诉人数上升2%。": (
        "56件 procuratorate_prosecution_reviews", "49人 procuratorate_arrest_review_suspects",
        "2% procuratorate_prosecutions"),
    # the money of an office's own cases
    "公安机关侦破侵犯知识产权犯罪案件87起，涉案金额2.3亿元。": ("2.3亿元 涉案金额",),
    "市场监管部门查办知识产权案件386件，案值1265.3万元。": ("1265.3万元 ip_case_value",),
    # through which channel, of the count that its unit fits
    "海关查扣侵权货物86批、2万件，其中陆运渠道31批、1.2万件。": (
        "31批 陆运渠道海关查扣侵权货物", "1.2万件 陆运渠道海关查扣侵权货物"),
    "没收侵权酒类260箱、鞋服930双。": ("260箱 没收侵权酒类",),
    "作品登记30件、软件著作权登记20件，两项指标分别增长4%和5%。": (
        "4% works_registrations", "5% software_copyright_registrations"),
    # the number of a point in running text is no part of a name
    "一是新建服务站3家；二是5个市县尚未开展业务；三是推进试点7项。": (
        "3家 新建服务站", "5个 市县尚未开展业务", "7项 推进试点"),
    # what goes on with a name that the catalogue lacks
    "有效注册商标90件。马德里体系国际注册3件，有效量47件。": ("47件 madrid_registrations_in_force",),
    # awards: the nation's, and those of a province
    "第25届中国专利奖获金奖2项、外观设计金奖1项、优秀奖3项。": (
        "2项 china_patent_award_gold", "1项 china_patent_award_gold_design", "3项 china_patent_award_excellence"),
    "第二十四届中国专利奖评选中，共有39项专利获奖。": ("39项 china_patent_award",),
    "第25届中国专利奖获金奖2项。第二届江苏专利奖获奖28项，其中金奖3项、银奖8项。": (
        "2项 china_patent_award_gold", "28项 江苏专利奖", "3项 江苏专利奖金奖", "8项 江苏专利奖银奖"),
    "35个项目获江苏省科学技术奖，其中一等奖5项、二等奖10项。": (
        "35个 江苏省科学技术奖", "5项 江苏省科学技术奖一等奖", "10项 江苏省科学技术奖二等奖"),
    # geographical indications: products, certification and collective marks
    "地理标志保护产品12个、地理标志证明商标45件、地理标志集体商标3件。": (
        "12个 geographical_indication_products", "45件 gi_certification_marks", "3件 gi_collective_marks"),
    "新增地理标志产品4个、地理标志证明商标和集体商标21件。": (
        "4个 new_geographical_indication_products", "21件 new_geographical_indication_trademarks"),
    # new ones, and the stock they joined
    "新建商标品牌指导站32家，累计达156家。": ("32家 新建商标品牌指导站", "156家 trademark_brand_stations"),
    "用标企业326家，较年初新增52家。": ("52家 用标企业",),
    # parts by who holds them or what field they are of
    "专利授权量56件，其中企业42件，占75%；高校8件。": ("42件 企业专利授权量", "8件 高校专利授权量"),
    "有效发明专利23件，其中新材料产业5件、生物产业4件。": ("5件 新材料产业有效发明专利", "4件 生物产业有效发明专利"),
    "有效注册商标量90件，其中国内（不含港澳台）有效注册商标量60件。": (
        "90件 trademarks_in_force",
        "60件 trademarks_in_force",
    ),
    "在有效发明专利中，高校占22.5%，个人占2.5%。": ("22.5% 高校有效发明专利占比", "2.5% 个人有效发明专利占比"),
    "从类型看，发明专利占35%，实用新型占51%，外观设计占14%。": ("51% 实用新型占比", "14% 外观设计占比"),
    "专利授权量56件，其中发明专利13件，占授权总量的23%。": ("23% invention_share_of_grants",),
    "执业专利代理师340人，35岁以下占46%。": ("46% 35岁以下占比",),
    # short names completed
    "国家地理标志产品保护示范区7个（其中筹建3个），省级18个。": (
        "3个 国家地理标志产品保护示范区（筹建）", "18个 省级地理标志产品保护示范区"),
    "高级知识产权师12人、中级30人。": ("30人 中级知识产权师",),
    "商标续展21件、变更13件、转让9件。": ("13件 商标变更", "9件 商标转让"),
    "受理投诉举报182件，办结179件。": ("179件 办结投诉举报",),
    "发行知识产权证券化产品5单，累计发行18单、规模45亿元。": (
        "18单 securitisation_products_cumulated", "45亿元 securitisation_amount_cumulated"),
    # predicates and frames are no names
    "发明专利授权量首次突破1万件，增幅居全省第一，总量居第二。": (
        "全省第一 发明专利授权量增幅", "第二 invention_patent_grants"),
    "专利授权量和发明专利授权量双双突破历史新高，分别达8件、2件。": (
        "8件 patent_grants", "2件 invention_patent_grants"),
    "专利申请量完成年度目标的105%。": ("105% 专利申请量目标完成率",),
    "成为全国10个试点城市之一，建成保护中心2家。": ("2家 建成保护中心",),
    # sums and multiples without a unit
    "质押融资额过百亿，翻了近一番。": ("百亿 ip_pledge_financing", "翻了近一番 ip_pledge_financing"),
    "质押融资额突破千亿。": ("千亿 ip_pledge_financing",),
    "审查质量满意度指数86.8。": ("86.8 审查质量满意度指数",),
    "国外在华发明专利授权23件，居前三位的国家分别是日本（8件）、德国（3件）。": (
        "23件 invention_patent_grants", "8件 invention_patent_grants", "3件 invention_patent_grants"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "names"), NAMES.items(), ids=NAMES)
def test_a_figure_is_called_by_its_name(text, names):
    read = told(text)
    assert set(names) <= set(read), read
