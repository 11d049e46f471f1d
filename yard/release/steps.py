"""The steps of a deployment, in the order in which nobody sees half of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from yard.config import InputError, YardError
from yard.engine import EnvironmentPlan, guard, refuse_losses
from yard.release.clients import Clients
from yard.release.failure import DeployFailedError, aws_errors, broke_after, broke_before
from yard.release.invalidation import invalidate, invalidation_paths
from yard.release.rollout import RolloutFailedError, wait_for_rollout
from yard.release.upload import SiteBucket
from yard.release.zip_file import CodeBucket

if TYPE_CHECKING:
    from yard.engine import Engine
    from yard.release.deploy import Deployed, Ways
    from yard.release.releases_file import ReleasesFile
    from yard.release.wanted import Wanted

# Outputs of stacks/site.py, stacks/runtimes/function.py and stacks/edge.py.
BUCKETS = {"static": "site_bucket", "lambda": "code_bucket"}
DISTRIBUTION = "distribution_id"


class Steps:
    """One deployment under way: plans and applies with `engine`, and notes what it did in `done`."""

    def __init__(self, want: Wanted, ways: Ways, engine: Engine, file: ReleasesFile, done: Deployed) -> None:
        self._want, self._ways, self._engine, self._file, self._done = want, ways, engine, file, done
        self._clients = Clients(engine.synthesis.environment, engine.offline, engine.endpoint)
        self._stack = f"{want.environment}-{want.service.name}"
        self._edge = f"{want.environment}-edge"

    @property
    def _stacks(self) -> list[str]:
        """Of the service; a site is served by the edge, and Kubernetes objects may have a stack of their own."""
        other = self._edge if self._want.is_site else f"{self._stack}-objects"
        return [name for name in (self._stack, other) if name in self._engine.synthesis.stacks]

    def look(self) -> None:
        """Plan, and ask: nothing is changed yet."""
        with self._ways.progress.step("Planning") as said:
            planned = self._engine.plan(self._stacks)
            counts = ", ".join(f"{count} {what}" for what, count in planned.total.items() if count)
            said.append(f"Planned {', '.join(self._stacks)}: {counts or 'nothing to change'}")
        refuse_losses(planned.stacks.values(), self._ways.allowed)
        self._ways.confirm(planned)

    def carry_out(self, begun: Callable[[], None]) -> None:
        """Change what there is to change. begun: called right before what people use is touched."""
        if self._want.is_site:
            # Files before the distribution that points at them.
            with self._before():
                self._apply([self._stack])
                self._upload_site()
            begun()
            with self._after(f"{self._edge} may be changed in part."):
                self._apply([self._edge])
            with self._after(
                "The new release is served; CloudFront's cache may hold pages of the earlier one."
            ):
                self._empty_cache()
            return
        if self._want.is_zip:
            with self._before():
                self._upload_zip()
        begun()
        with self._after(f"{' and '.join(self._stacks)} may be changed in part."):
            self._apply(self._stacks)
        with self._after("ECS was told to run the new release."):
            self._wait_for_ecs()

    def _apply(self, stacks: list[str]) -> None:
        with self._ways.progress.step(f"Applying {', '.join(stacks)}") as said:
            result = self._engine.apply(stacks, inspect=guard(self._ways.allowed))
            said.append(f"Applied {', '.join(stacks)}")
        earlier = self._done.plan
        self._done.plan = EnvironmentPlan(
            result.environment,
            result.offline,
            {**(earlier.stacks if earlier else {}), **result.stacks},
            result.seconds + (earlier.seconds if earlier else 0.0),
        )

    def _upload_site(self) -> None:
        if not self._reaches_a_cloud("no file was uploaded"):
            return
        want, done = self._want, self._done
        bucket = SiteBucket(*self._bucket())
        with self._ways.progress.step("Uploading") as said:
            if want.files is not None:
                done.uploaded = bucket.upload(want.release, want.files, self._ways.progress.tell)
            elif not bucket.holds(want.release):
                raise YardError(self._gone(bucket.name, "--folder"))
            if done.previous and done.previous != want.release:
                done.carried_over = bucket.carry_over(done.previous, want.release)
            said.append(f"{done.uploaded} files uploaded, {done.carried_over} kept from the release before")

    def _upload_zip(self) -> None:
        if not self._reaches_a_cloud("no zip was uploaded"):
            return
        want = self._want
        bucket = CodeBucket(*self._bucket())
        with self._ways.progress.step("Uploading") as said:
            if want.zip is not None:
                self._done.uploaded = bucket.upload(want.release, want.zip)
            elif not bucket.holds(want.release):
                raise YardError(self._gone(bucket.name, "--zip"))
            said.append("The zip is there")

    def _empty_cache(self) -> None:
        if not self._clients.reach_something:
            return
        with self._ways.progress.step("Emptying CloudFront's cache") as said:
            self._done.invalidation = invalidate(
                self._clients.client("cloudfront", "us-east-1"),
                self._engine.outputs()[self._edge][DISTRIBUTION],
                invalidation_paths(self._want.service.routes),
                f"{self._want.release[-16:]}-{time.time_ns()}",
                self._ways.progress.tell,
            )
            said.append("CloudFront's cache is empty")

    def _wait_for_ecs(self) -> None:
        """Nothing rolls out in the emulated AWS: there `yard up` runs the code that is on the disk."""
        service = self._want.service
        if self._engine.offline or service.runtime != "ecs":
            return
        with self._ways.progress.step("Rolling out") as said:
            wait_for_rollout(
                self._clients.client("ecs"),
                cluster=self._want.environment,
                service=self._stack,
                bake_minutes=0 if service.deploy.strategy == "rolling" else service.deploy.bake_minutes,
                tell=self._ways.progress.tell,
            )
            said.append("Every task runs the new release")

    def _reaches_a_cloud(self, left_out: str) -> bool:
        if not self._clients.reach_something:
            self._done.notes.append(f"The emulated AWS does not run: {left_out}.")
        return self._clients.reach_something

    def _bucket(self) -> tuple[Any, str, str]:
        """A client, the name of the bucket that the stack made, and whose it has to be."""
        name = self._engine.outputs().get(self._stack, {}).get(BUCKETS[self._want.service.runtime])
        if name is None:
            raise InputError(
                f"{self._stack} is not applied yet, and makes the bucket that the release goes to. Apply it first,"
                f" without a release: yard apply {self._want.environment} {self._stack}."
            )
        return self._clients.client("s3"), name, self._clients.environment.account

    def _gone(self, bucket: str, option: str) -> str:
        want = self._want
        return (
            f"{bucket} does not hold {want.release} any more. Check its commit out, build it, and deploy that:"
            f" yard deploy {want.environment} {want.service.name} {option} …"
        )

    @contextmanager
    def _before(self) -> Iterator[None]:
        """What fails in here has changed nothing that people use."""
        try:
            yield
        except InputError:
            raise  # it could not begin
        except YardError as error:
            raise broke_before(error, file=self._file.shown) from error
        except aws_errors() as error:
            raise broke_before(error, file=self._file.shown) from error

    @contextmanager
    def _after(self, state: str) -> Iterator[None]:
        """What fails in here is told with the state of things and the way back."""
        try:
            yield
        except InputError:
            raise
        except RolloutFailedError as error:
            raise self._broke(
                error, "ECS runs the earlier release again." if error.went_back else state
            ) from error
        except YardError as error:
            raise self._broke(error, state) from error
        except aws_errors() as error:
            raise self._broke(error, state) from error

    def _broke(self, error: Exception, state: str) -> DeployFailedError:
        return broke_after(
            error,
            state=state,
            file=self._file.shown,
            environment=self._want.environment,
            service=self._want.service.name,
            previous=self._done.previous,
        )
