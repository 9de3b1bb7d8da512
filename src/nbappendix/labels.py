"""The words an appendix adds around a notebook's own (表, 图, 单位, 资料来源 ...), from `labels.yaml`."""

from functools import cache

from nbappendix.files import read_yaml


@cache
def labels(language: str) -> dict[str, str]:
    """The words for `language` (`zh` or `en`; anything else is read as Chinese)."""
    code = "en" if str(language).lower().startswith("en") else "zh"
    return {name: words[code] for name, words in read_yaml("labels.yaml").items()}
