"""Doing something for every stack, in order, as many at once as the order allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import Generic, TypeVar

Result = TypeVar("Result")
AT_ONCE = 8  # Terraform mostly waits for AWS


@dataclass
class Outcome(Generic[Result]):
    """done: name -> result. failed: name -> error. not_begun: what the failures kept from beginning."""

    done: dict[str, Result] = field(default_factory=dict)
    failed: dict[str, BaseException] = field(default_factory=dict)
    not_begun: list[str] = field(default_factory=list)


def in_order(
    dependencies: Mapping[str, Iterable[str]],
    work: Callable[[str], Result],
    *,
    stop: Callable[[], None],
    backwards: bool = False,
) -> Outcome[Result]:
    """Call `work(name)` for every name, each after those that it depends on (before them with `backwards`).

    dependencies: name -> names; those that are no keys are somebody else's and not waited for.
    After a failure nothing new begins; what is under way ends first.
    stop: called on Ctrl-C, so that what is under way ends soon; then KeyboardInterrupt goes on its way.
    All parts of the outcome are in the order of `dependencies`.
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, needs in dependencies.items():
        sorter.add(name)
        for other in needs:
            if other in dependencies:
                sorter.add(*((other, name) if backwards else (name, other)))
    sorter.prepare()
    results: dict[str, Result] = {}
    failures: dict[str, BaseException] = {}
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="stack") as pool:
        running: dict[Future[Result], str] = {}
        try:
            while sorter.is_active():
                if not failures:
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
                        failures[name] = error
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            stop()
            raise
    return Outcome(
        done={name: results[name] for name in dependencies if name in results},
        failed={name: failures[name] for name in dependencies if name in failures},
        not_begun=[name for name in dependencies if name not in results and name not in failures],
    )
