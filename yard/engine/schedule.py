"""Doing something for every stack, in order, as many at once as the order allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from typing import TypeVar

Result = TypeVar("Result")
AT_ONCE = 8  # Terraform mostly waits for AWS


def in_order(
    dependencies: Mapping[str, tuple[str, ...]],
    work: Callable[[str], Result],
    *,
    stop: Callable[[], None],
    backwards: bool = False,
) -> dict[str, Result]:
    """Call `work(name)` for every name, each after those that it depends on (before them with `backwards`).

    After a failure nothing new begins; what is under way ends first, then the first failure is raised.
    stop: called on Ctrl-C, so that what is under way ends soon.
    Returns name -> result, in the order of `dependencies`.
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, needs in dependencies.items():
        sorter.add(name)
        for other in needs:
            if other in dependencies:
                sorter.add(*((other, name) if backwards else (name, other)))
    sorter.prepare()
    results: dict[str, Result] = {}
    failure: BaseException | None = None
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="stack") as pool:
        running: dict[Future[Result], str] = {}
        try:
            while sorter.is_active():
                if failure is None:
                    running |= {pool.submit(work, name): name for name in sorter.get_ready()}
                if not running:
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    name = running.pop(future)
                    error = future.exception()
                    if error is None:
                        results[name] = future.result()
                        sorter.done(name)
                    else:
                        failure = failure or error
        except KeyboardInterrupt:
            stop()
            raise
    if failure is not None:
        raise failure
    return {name: results[name] for name in dependencies if name in results}
