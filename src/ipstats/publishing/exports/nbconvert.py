"""The appendices as nbconvert exporters: `jupyter nbconvert --to ipstats_pdf`, and items of JupyterLab's menu."""

from pathlib import Path

from nbconvert.exporters.exporter import Exporter
from traitlets import Bool, Unicode

from ipstats.publishing import exports


class _Appendix(Exporter):
    """Any executed notebook, ours or not."""

    final = Bool(False, help="Leave out the draft mark.").tag(config=True)
    fonts = Unicode("house", help="house (the shipped faces), installed, or a folder of fonts.").tag(config=True)
    format = ""

    def _file_extension_default(self):
        return f".{self.format}"

    def from_notebook_node(self, nb, resources=None, **kw):
        """The file's content (text for HTML, bytes otherwise) and nbconvert's resources."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        about = resources.get("metadata", {})
        target = Path(about.get("path") or ".") / f"{about.get('name') or 'notebook'}.{self.format}"
        made = exports.make(nb, self.format, target, final=self.final, fonts=self.fonts)
        content = made[target]
        return content.decode() if self.format == "html" else content, resources


class PdfExporter(_Appendix):
    """PDF/A-3a and PDF/UA-1 by Typst."""

    format = "pdf"
    output_mimetype = "application/pdf"


class HtmlExporter(_Appendix):
    """One HTML file without any network request."""

    format = "html"
    output_mimetype = "text/html"


class XlsxExporter(_Appendix):
    """A workbook with one sheet a table."""

    format = "xlsx"
    output_mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
