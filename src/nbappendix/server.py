"""JupyterLab lists every nbconvert exporter in its export menu, by its raw name. Ours stand there already, by names
that a reader knows (`jupyterlab-menu.json`): this server extension leaves them out of the list that the menu asks for.
"""

import json

from jupyter_server.services.nbconvert.handlers import NbconvertRootHandler
from jupyter_server.utils import url_path_join

OURS = "nbappendix_"


class Listed(NbconvertRootHandler):
    """The formats that the menu adds by itself."""

    def finish(self, chunk=None):
        """The answer without our formats; what is no list of formats (an error) as it is."""
        if isinstance(chunk, str) and self.get_status() == 200:
            formats = json.loads(chunk)
            chunk = json.dumps({name: one for name, one in formats.items() if not name.startswith(OURS)})
        return super().finish(chunk)


def _jupyter_server_extension_points() -> list[dict]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server) -> None:
    address = url_path_join(server.web_app.settings["base_url"], "api", "nbconvert")
    server.web_app.add_handlers(".*$", [(address, Listed)])
