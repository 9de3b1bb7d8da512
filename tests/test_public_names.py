"""Every public name is documented as numpydoc has it, and its examples do what they say."""

import doctest
import inspect
import re

import pytest

import ipstats

NAMES = [name for name in ipstats.__all__ if not inspect.ismodule(getattr(ipstats, name))]
RAISES_NOTHING = {"use_style"}


def sections(name: str) -> dict[str, str]:
    """Heading -> text of the sections of a docstring."""
    text = inspect.getdoc(getattr(ipstats, name))
    pieces = re.split(r"^(\w+)\n-+$\n", text, flags=re.M)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_parameters_results_errors_and_examples_are_told(name):
    signature = inspect.signature(getattr(ipstats, name))
    wanted = {"Parameters"} if signature.parameters else set()
    wanted |= {"Returns"} if signature.return_annotation not in (None, "None") else set()
    wanted |= set() if name in RAISES_NOTHING else {"Raises"}
    found = sections(name)
    assert wanted | {"Examples"} <= set(found)
    told = re.findall(r"^(\w[\w, ]*?)(?: :.*)?$", found.get("Parameters", ""), re.M)
    assert set(signature.parameters) <= {one for line in told for one in line.split(", ")}
    errors = set(re.findall(r"^(\w+)$", found.get("Raises", ""), re.M))
    assert all(hasattr(ipstats.errors, error) for error in errors)


@pytest.mark.parametrize("name", NAMES)
def test_examples_do_what_they_say(name):
    """Those that need a project of their own are only compiled (`+SKIP`); other tests run the verbs in one."""
    names = {one: getattr(ipstats, one) for one in ipstats.__all__}
    cases = doctest.DocTestFinder(recurse=False).find(getattr(ipstats, name), name, globs=names)
    examples = [example for case in cases for example in case.examples]
    assert examples
    for example in examples:
        compile(example.source, name, "single")
    runner = doctest.DocTestRunner(verbose=False)
    assert [runner.run(case).failed for case in cases] == [0]


def test_the_modules_among_them_name_what_they_hold():
    for module in (ipstats.charts, ipstats.say):
        assert module.__doc__ and all(inspect.getdoc(getattr(module, name)) for name in module.__all__)
