"""The pictures in docs/architecture.md: what stands between two marks is written from the stacks."""

from __future__ import annotations

import re
from collections.abc import Mapping

from yard.graph.architecture import Architecture
from yard.graph.mermaid import as_mermaid

MARKS = re.compile(r"(<!-- picture: (\w+) -->\n).*?(<!-- end -->\n)", re.DOTALL)


def with_pictures(
    page: str, drawn: Mapping[str, Architecture], resources: Mapping[str, Mapping[str, int]]
) -> str:
    """`page` with the pictures that its marks name (`<!-- picture: dev -->` to `<!-- end -->`).

    resources: environment -> stack -> how many resources it holds. Raises KeyError for an environment not in `drawn`.
    """

    def section(found: re.Match[str]) -> str:
        name = found[2]
        counts = resources[name]
        total = sum(counts.values())
        told = ", ".join(f"`{stack}` {count}" for stack, count in counts.items())
        picture = as_mermaid(drawn[name])
        return f"{found[1]}{total} resources: {told}.\n\n```mermaid\n{picture}```\n{found[3]}"

    return MARKS.sub(section, page)
