"""The appendices as nbconvert exporters: `jupyter nbconvert --to nbappendix_pdf`, and items of JupyterLab's menu."""

from pathlib import Path

from nbconvert.exporters.exporter import Exporter
from traitlets import Bool, Unicode

import nbappendix
from nbappendix.formats import OURS


class _Appendix(Exporter):
    """Any executed notebook, in the format `to` of the registry."""

    final = Bool(False, help="Leave out the draft mark.").tag(config=True)
    fonts = Unicode("house", help="house (the shipped faces), installed, or a folder of fonts.").tag(config=True)
    to = ""

    def _file_extension_default(self):
        return OURS[self.to].suffix

    def from_notebook_node(self, nb, resources=None, **kw):
        """The file's content (text for HTML, bytes otherwise) and nbconvert's resources."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        about = resources.get("metadata", {})
        target = Path(about.get("path") or ".") / f"{about.get('name') or 'notebook'}{self.file_extension}"
        made = nbappendix.make(nb, self.to, target, final=self.final, fonts=self.fonts)
        content = made[target]
        return content.decode() if self.output_mimetype == "text/html" else content, resources


def _exporter(to: str) -> type[Exporter]:
    """The exporter of one of our formats, as entry points name it (`PdfExporter`)."""
    return type(
        f"{to.title()}Exporter", (_Appendix,), {"__module__": __name__, "to": to, "output_mimetype": OURS[to].mime}
    )


PdfExporter, HtmlExporter, DocxExporter, XlsxExporter = map(_exporter, ("pdf", "html", "docx", "xlsx"))
