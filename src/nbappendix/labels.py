"""The words an appendix adds around a notebook's own (表, 图, 单位, 资料来源 ...), from `labels.yaml`."""

from functools import cache
from importlib.resources import files


@cache
def labels(language: str) -> dict[str, str]:
    """The words for `language` (`zh` or `en`; anything else is read as Chinese)."""
    import yaml

    code = "en" if str(language).lower().startswith("en") else "zh"
    entries = yaml.safe_load((files("nbappendix") / "labels.yaml").read_text("utf-8"))
    return {name: words[code] for name, words in entries.items()}
