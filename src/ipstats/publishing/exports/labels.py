"""The words an appendix adds around a notebook's own (表, 图, 单位, 资料来源 ...), from `definitions/labels.yaml`."""

from functools import cache

from ipstats.model.definitions import FOLDER, read_yaml

FILE = FOLDER / "labels.yaml"


@cache
def _words(group: str, language: str) -> dict[str, str]:
    return {name: words[language] for name, words in read_yaml(FILE)[group].items() if language in words}


def labels(language: str) -> dict[str, str]:
    """The words for `language` (`zh` or `en`; anything else is read as Chinese, the language of the house)."""
    return _words("labels", "en" if str(language).lower().startswith("en") else "zh")


def parameter_names(language: str) -> dict[str, str]:
    """What readers call the parameters of reports, in the order in which they are told."""
    return _words("parameters", language)


def value_name(value, language: str) -> str:
    """What readers call a value of a parameter; itself where it has no other name."""
    return _words("values", language).get(str(value), str(value))
