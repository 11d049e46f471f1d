from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from yard.config.fargate import MEMORY_MIB_BY_CPU, memory_problem

# The bounds of AWS's table, written down a second time: first, last and step in MiB.
TABLE = {
    256: (512, 2048, None),
    512: (1024, 4096, 1024),
    1024: (2048, 8192, 1024),
    2048: (4096, 16384, 1024),
    4096: (8192, 30720, 1024),
    8192: (16384, 61440, 4096),
    16384: (32768, 122880, 8192),
}
CPUS = st.sampled_from(sorted(TABLE))


def test_the_pairs_are_those_of_the_aws_table() -> None:
    assert MEMORY_MIB_BY_CPU[256] == (512, 1024, 2048)
    assert {cpu: (sizes[0], sizes[-1]) for cpu, sizes in MEMORY_MIB_BY_CPU.items()} == {
        cpu: (first, last) for cpu, (first, last, _) in TABLE.items()
    }
    assert sum(map(len, MEMORY_MIB_BY_CPU.values())) == 3 + 4 + 7 + 13 + 23 + 12 + 12


@given(cpu=CPUS, memory=st.integers(0, 130_000) | st.sampled_from([gib * 1024 for gib in range(129)]))
def test_a_pair_is_accepted_just_where_the_table_has_it(cpu: int, memory: int) -> None:
    first, last, step = TABLE[cpu]
    expected = memory in (512, 1024, 2048) if step is None else memory in range(first, last + 1, step)

    assert (memory_problem(cpu, memory) is None) == expected


@given(cpu=CPUS, memory=st.sampled_from([gib * 1024 for gib in range(1, 129)]))
def test_the_way_out_that_an_error_offers_works(cpu: int, memory: int) -> None:
    problem = memory_problem(cpu, memory)

    if problem and (offered := re.search(r"or (raise|lower) cpu to (\d+)\.", problem)):
        assert memory_problem(int(offered[2]), memory) is None
        assert (int(offered[2]) > cpu) == (offered[1] == "raise")
