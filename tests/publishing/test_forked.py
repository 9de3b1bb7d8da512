"""Reports in forked processes: what the fork server does beforehand, and the one that does without it."""

from papermill_fork.startup import guard_jsonschema

guard_jsonschema()
import nbformat  # noqa: E402
import papermill  # noqa: E402

CELLS = [
    "import sys\nprint('out'); print('err', file=sys.stderr)",
    "import pandas as pd, numpy as np\npd.DataFrame({'a': [1, 2.5], '名': ['京', np.nan]})",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 3, 2]); plt.title('T')\nplt.show()",
    "pd.get_option('display.max_columns'), type(get_ipython()).__name__, area, year",
]


def test_a_single_report_of_a_command_has_those_outputs_too(project):
    """It is the only one that papermill and its cells are not forked from one process for."""
    path = project.notebook("01_a", *CELLS, "'papermill' in sys.modules")
    done = project.run("report", "01_a", "--area", "北京", "--year", "2023")
    ours = nbformat.read(project.reports / "110000/2023/01_a-vs-2022.zh.ipynb", 4)
    plain = path.with_name("plain.ipynb")
    papermill.execute_notebook(path, plain, parameters={"area": "110000"}, progress_bar=False)
    theirs = nbformat.read(plain, 4)
    found, wanted = ([c.outputs for c in one.cells if c.cell_type == "code" and c.source] for one in (ours, theirs))
    assert done.returncode == 0 and found[-1][0]["data"]["text/plain"] == "False"
    assert found == wanted


def _rehearsed_or_why(send):
    from ipstats.publishing import rehearsal

    try:
        rehearsal.rehearse()
        send("")
    except Exception as error:
        send(repr(error))


def test_the_rehearsal_of_the_fork_server_holds_good():
    """It is done under `suppress`: a verb it calls by a name of yesterday would be lost in silence."""
    from papermill_fork.processes import Apart

    with Apart(_rehearsed_or_why) as process:
        assert process.receive() == ""
