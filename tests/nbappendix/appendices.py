"""Executed notebooks made here, cell by cell: one that uses everything of ours, one that uses only other libraries."""

import base64
import io

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from nbappendix import fonts

SOURCE = "北京市知识产权局《2022年度工作总结》"
TABLE = "application/vnd.nbappendix.table+json"
FIGURE = "application/vnd.nbappendix.figure+json"
PROSE = "application/vnd.nbappendix.prose+json"


KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def column(name, label, align="right", group=""):
    return {"name": name, "label": label, "align": align, "group": group}


def cell(text, value=None, href="", title="", mark=""):
    return {"text": text, "value": value, "href": href, "title": title, "mark": mark}


def growth_table():
    link = "sources/beijing-2022.html#fig-"
    rows = [
        (
            "body",
            cell("专利授权量"),
            cell("198778", 198778),
            cell("187884", 187884, link + "a1"),
            cell("5.63%", 5.63, link + "a2"),
        ),
        (
            "body",
            cell("商标注册量"),
            cell("—", None),
            cell("36.5万", 365000.0, link + "a3"),
            cell("不可判定", None, mark="U"),
        ),
        ("group", cell("其中：有效量")),
        (
            "body",
            cell("每万人发明专利拥有量"),
            cell("185.0", 185.0),
            cell("216.1", 216.1),
            cell("16.81%", 16.810811, title="216.1 ÷ 185.0 − 1", mark="P"),
        ),
        ("total", cell("合计"), cell("−1,234.5", -1234.5), cell("1,000", 1000), cell("—", None)),
    ]
    return {
        "kind": "table",
        "id": "growth",
        "title": "北京市知识产权主要指标同比",
        "unit": "件",
        "period": "2022年1—11月",
        "source": [SOURCE],
        "notes": ["P 为初步数。", "每万人拥有量按上年末常住人口计算。"],
        "alt": "四项指标两年对比",
        "language": "zh",
        "columns": [
            column("label", "指标", "left"),
            column("y2021", "2021年", group="数量"),
            column("y2022", "2022年", group="数量"),
            column("g", "同比增长"),
        ],
        "rows": [{"kind": kind, "cells": list(cells)} for kind, *cells in rows],
    }


def wide_table(columns=14, rows=60):
    heads = [column("area", "地区", "left")] + [
        column(f"c{i}", f"{2005 + i}年", group="常住人口") for i in range(columns)
    ]
    body = [
        [cell(f"第{r}地区")] + [cell(f"{1000 + r * 7 + c * 3:,}", 1000 + r * 7 + c * 3) for c in range(columns)]
        for r in range(rows)
    ]
    return {
        "kind": "table",
        "id": "wide",
        "title": "各地区常住人口",
        "unit": "万人",
        "period": "",
        "source": ["国家统计局"],
        "notes": [],
        "alt": "",
        "language": "zh",
        "columns": heads,
        "rows": [{"kind": "body", "cells": c} for c in body],
    }


def chart(salt="fixed"):
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt
    from matplotlib import font_manager

    for path in fonts.faces().values():
        font_manager.fontManager.addfont(path)
    settings = {"svg.fonttype": "none", "svg.hashsalt": salt, "font.family": fonts.SANS, "axes.unicode_minus": True}
    with plt.rc_context(settings):
        figure, axes = plt.subplots(figsize=(6, 3))
        axes.bar(["2020年", "2021年", "2022年"], [155.8, 185.0, 216.1], color="#1f4e79")
        axes.set_ylabel("件/万人")
        axes.set_title("每万人发明专利拥有量")
        out = io.StringIO()
        figure.savefig(out, format="svg")
        raster = io.BytesIO()
        figure.savefig(raster, format="png", dpi=80)
        plt.close(figure)
    return out.getvalue(), base64.b64encode(raster.getvalue()).decode()


def shown(mime, bundle, **others):
    return new_output("display_data", data={mime: bundle, "text/plain": "…", **others})


def code(source, *outputs, **metadata):
    made = new_code_cell(source, outputs=list(outputs), execution_count=1, metadata=metadata)
    return made


def notebook(*cells, **metadata):
    made = new_notebook(cells=list(cells), metadata=KERNEL | metadata)
    for index, each in enumerate(made.cells):
        each["id"] = f"cell-{index}"
    nbformat.validate(made)
    return made


INPUTS = {"beijing-2022.txt": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}


def own_notebook(salt="fixed", **ours):
    """A report as the shipped notebooks give it."""
    svg, _ = chart(salt)
    figure = {
        "kind": "figure",
        "id": "density",
        "title": "每万人发明专利拥有量",
        "unit": "件/万人",
        "period": "2020—2022年",
        "source": [SOURCE],
        "notes": ["2022年为11月末数。"],
        "alt": "柱形图：三年依次为155.8、185.0、216.1",
        "language": "zh",
        "svg": svg,
        "data": growth_table() | {"id": "density-data", "title": ""},
    }
    prose = {
        "kind": "prose",
        "language": "zh",
        "inlines": [
            {"text": "全市专利授权量"},
            {"text": "187884件", "href": "sources/beijing-2022.html#fig-a1", "title": "原文"},
            {"text": "，同比增长5.63%。"},
        ],
    }
    metadata = {
        "title": "北京市知识产权主要指标同比报告（2022年）",
        "language": "zh",
        "subtitle": "北京市　2022年与2021年比较",
        "publisher": "知识产权统计组",
        "parameters": {"area": "110000", "year": 2022, "base_year": 2021},
        "inputs": INPUTS,
        "inputs_date": "2023-01-31",
        "data_version": "2023-01-31",
        "draft": True,
    } | ours
    return notebook(
        new_markdown_cell(
            "# 与上年相比，哪些指标增长了？\n\n本报告回答**一个**问题。数据来自工作总结[^1]，"
            "公式为 $g=\\frac{x_t-x_{t-1}}{x_{t-1}}\\times100\\%$。\n\n[^1]: 见《2022年度工作总结》第二部分。"
        ),
        new_markdown_cell("# Which indicators grew?", metadata={"tags": ["en"]}),
        code("area: str = '110000'  # area code", tags=["parameters"]),
        new_markdown_cell(
            "## 各项指标同比如何？\n\n下表列出两年数值。“稳居首位”（全国）、《条例》等标点应挤压。"
            "每万人发明专利拥有量216.1件，GDP增长3.0%。"
        ),
        code("display(growth)", shown(TABLE, growth_table())),
        code("sentence", shown(PROSE, prose)),
        new_markdown_cell(
            "### 密度\n\n- 第一点\n- 第二点\n\n$$\\text{密度}=\\frac{\\text{发明专利有效量}}{\\text{常住人口}}$$"
        ),
        code("figure", shown(FIGURE, figure)),
        new_markdown_cell("## 人口怎样变化？"),
        code("wide", shown(TABLE, wide_table())),
        new_markdown_cell("## 结论\n\n结论见上。"),
        nbappendix=metadata,
    )


def foreign_notebook():
    """A notebook of somebody who has never heard of this package."""
    import great_tables as gt

    svg, png = chart(salt=None)
    frame = pd.DataFrame({"地区": ["北京", "上海"], "2021": [198778, 179317], "变动": [-5.63, 12.0]})
    levels = pd.DataFrame(
        [[1, 2], [3, 4]],
        index=pd.MultiIndex.from_product([["北京"], [2021, 2022]], names=["地区", "年"]),
        columns=pd.MultiIndex.from_product([["专利"], ["申请", "授权"]]),
    )
    styled = frame.style.set_caption("带样式的表").highlight_max(subset=["2021"], color="#ffdddd").to_html()
    great = (
        gt.GT(frame, rowname_col="地区")
        .tab_header(title="精美的表")
        .tab_spanner("数量", ["2021"])
        .tab_source_note("资料来源：样例")
    )
    html = "text/html"
    return notebook(
        new_markdown_cell(
            "# 随手写的笔记本\n\n含 emoji 🎉、罕用字 𠮷 与 **“加粗”**字，还有 `代码`、[链接](https://example.org)。"
        ),
        code("frame", shown(html, frame.to_html(index=False))),
        code("levels", shown(html, levels.to_html())),
        code("styled", shown(html, styled)),
        code("great", shown(html, great.as_raw_html())),
        code("plt.show()", shown("image/svg+xml", svg)),
        code("plt.show()", shown("image/png", png)),
        code("print('x')", new_output("stream", name="stdout", text="一行\n" + "很长的文字" * 60 + "\n" + "x" * 300)),
        code("warn()", new_output("stream", name="stderr", text="UserWarning: 提示\n")),
        code(
            "1/0",
            new_output(
                "error",
                ename="ZeroDivisionError",
                evalue="division by zero",
                traceback=["\x1b[31mTraceback\x1b[0m", "ZeroDivisionError: division by zero"],
            ),
        ),
        new_markdown_cell(
            "## 表格与公式\n\n| 项目 | 数值 |\n|---|---:|\n| 甲 | 1,234 |\n| 乙 | =1+1 |\n\n"
            "$$\\sum_{i=1}^{n} x_i^2 \\le \\sqrt[3]{y}$$\n\n> 引文\n\n1. 一\n2. 二\n\n```python\nprint(1)\n```"
        ),
        new_markdown_cell("## 第二节\n\n$\\undefinedcommand x$ 之后还有话。"),
    )
