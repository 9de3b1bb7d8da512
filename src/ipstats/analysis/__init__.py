"""What the table says: growth, contributions, density, ranks and awards, each a tidy table that keeps its intervals.

**Columns.** A quantity `q` of a result is the columns `q` (the value), `q_lower` and `q_upper` (its interval). A
reported quantity adds `q_id` (the `obs_id` it was read as), `q_source`, `q_printed`, `q_bound` and `q_status`; a
computed one adds `q_ids`, the observations it was computed from, separated by spaces. `q_unit` is its unit where
that is not the row's `unit_measure`. A refused comparison keeps its row, with `comparable` false, the `reason` and the
sentences `reason_zh` and `reason_en`; a labelled one is comparable and has a reason too.
"""

from ipstats.analysis.award_change import award_change
from ipstats.analysis.award_places import award_floors, award_latest, award_movement, award_ranking
from ipstats.analysis.award_winners import count_winners
from ipstats.analysis.awards import awards, solved_from_growth, stated_ranks
from ipstats.analysis.comparability import Verdict, verdict
from ipstats.analysis.compare import compare, foremost, profile
from ipstats.analysis.computed_density import with_densities
from ipstats.analysis.contributions import contributions
from ipstats.analysis.decomposition import decompose
from ipstats.analysis.density import density, population_candidates
from ipstats.analysis.growth import changes, comparable, growth, left_out, of_period, of_zones
from ipstats.analysis.history import (
    annual_average,
    by_year,
    history,
    longest_average,
    parts_of_year,
    shares_by_year,
    with_changes,
)
from ipstats.analysis.members import members, side_by_side
from ipstats.analysis.peers import alongside, among_peers, densities, moves, with_own
from ipstats.analysis.published import published, stated_apart
from ipstats.analysis.rankings import rank
from ipstats.analysis.standing import standing
from ipstats.analysis.targets import target

__all__ = [
    "Verdict", "alongside", "among_peers", "annual_average", "award_change", "award_floors", "award_latest",
    "award_movement", "award_ranking", "awards", "by_year", "changes", "comparable", "compare", "contributions",
    "count_winners", "decompose", "densities", "density", "foremost", "growth", "history", "left_out",
    "longest_average", "members", "moves", "of_period", "of_zones", "parts_of_year", "population_candidates", "profile",
    "published", "rank", "shares_by_year", "side_by_side", "solved_from_growth", "standing", "stated_apart",
    "stated_ranks", "target", "verdict", "with_changes", "with_densities", "with_own",
]  # fmt: skip
