"""About fifty injected faults; `python -m tests.faults.campaign N` injects more."""

import os

import pytest

from faults import campaign, every_write

pytestmark = pytest.mark.faults
CASES = [(name, 1) for name in campaign.FAULTS] + [
    (name, seed) for name in ("kill_main", "kill_any", "terminate", "two_at_once", "full_disk") for seed in range(2, 7)
]
MORE = int(os.environ.get("IPSTATS_FAULTS", "0"))


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    return campaign.template(tmp_path_factory.mktemp("faults") / "template")


@pytest.mark.parametrize(("name", "seed"), CASES, ids=[f"{name}-{seed}" for name, seed in CASES])
def test_nothing_is_lost(name, seed, start, tmp_path):
    if name in campaign.NEED_MOUNT and not campaign.can_mount():
        pytest.skip("a small file system cannot be mounted by this user")
    assert campaign.inject(name, seed, start, tmp_path) == []


@pytest.mark.skipif(not MORE, reason="the long campaign: IPSTATS_FAULTS=1000")
def test_the_long_campaign():
    assert campaign.main(MORE, 1000) == 0


@pytest.mark.parametrize("command", every_write.COMMANDS)
def test_every_write_of_a_command(command, tmp_path, capsys):
    tally = every_write.every(command, tmp_path)
    with capsys.disabled():
        print(f"\n{tally}")
    assert tally.points > 10 and not tally.problems
