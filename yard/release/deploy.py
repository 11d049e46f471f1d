"""One deployment: the line in the releases file, the stacks that follow from it, what waits until it is everywhere.

Until the first stack is applied, everything can be taken back, and is: the file has its earlier text again. From then
on the file says what is meant to run, and an error says what state things are in and how to go back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yard.config import InputError, Service, Workspace, YardError, load_environment, load_services
from yard.config.keys import closest
from yard.config.releases import release_form
from yard.engine import EnvironmentPlan, guard, refuse_losses
from yard.local import Progress
from yard.local.session import engine_for
from yard.release.build import site_folder
from yard.release.clients import Clients
from yard.release.history import note
from yard.release.invalidation import invalidate, invalidation_paths
from yard.release.releases_file import ReleasesFile
from yard.release.rollout import RolloutFailedError, wait_for_rollout
from yard.release.site_files import SiteFile, digest_of, read_site
from yard.release.upload import SiteBucket

if TYPE_CHECKING:
    from yard.engine import Engine

# Outputs of stacks/site.py and stacks/edge.py.
BUCKET_OUTPUT, DISTRIBUTION_OUTPUT = "site_bucket", "distribution_id"


class DeployFailedError(YardError):
    """A deployment that failed after it had begun: the cause, the state of things, the way back."""


@dataclass(frozen=True)
class Wanted:
    """What is to run. release: an image, or a site's digest. files: of a site, to upload; None where they are there."""

    environment: str
    service: Service
    release: str
    files: list[SiteFile] | None = None


@dataclass
class Deployed:
    """What came of it. previous: what ran before, None where nothing did. plan: what Terraform changed.

    uploaded, carried_over: files of a site, the latter for pages of the release before. notes: what was left out.
    """

    environment: str
    service: str
    release: str
    previous: str | None
    offline: bool
    plan: EnvironmentPlan | None = None
    uploaded: int = 0
    carried_over: int = 0
    invalidation: str | None = None
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """What `yard deploy --json` prints."""
        return {
            "environment": self.environment,
            "service": self.service,
            "release": self.release,
            "previous": self.previous,
            "offline": self.offline,
            "stacks": self.plan.as_json()["stacks"] if self.plan else {},
            "uploaded": self.uploaded,
            "carried_over": self.carried_over,
            "invalidation": self.invalidation,
            "seconds": round(self.seconds, 3),
            "notes": self.notes,
        }


@dataclass(frozen=True)
class Ways:
    """How a deployment talks. confirm: shown the plan; what it raises stops it. allowed: losses that are meant."""

    progress: Progress
    confirm: Callable[[EnvironmentPlan], None]
    allowed: tuple[str, ...] = ()


def wanted(
    workspace: Workspace, environment: str, name: str, *, image: str | None, folder: Path | None
) -> Wanted:
    """What the person asked for, looked at before anything happens; a site is built where no folder is named.

    Raises InputError for an unknown service, an image that is not pinned by a digest, and what does not go together.
    """
    service = service_named(workspace, environment, name)
    if service.runtime == "static":
        if image:
            raise InputError(f"--image {image}: {name} is a static site. Use --folder with what was built.")
        files = read_site(*site_folder(workspace, service, folder))
        return Wanted(environment, service, digest_of(files), files)
    if folder:
        raise InputError(f"--folder {folder}: {name} runs an image. Use --image with its digest.")
    if not image:
        raise InputError(
            f"{name}: say what to deploy. Use --image with a digest, such as {release_form(service).example}."
        )
    if problem := release_form(service).problem(image):
        raise InputError(f"--image: {problem}")
    return Wanted(environment, service, image)


def service_named(workspace: Workspace, environment: str, name: str) -> Service:
    """A service as it is in an environment; InputError for one that is not there."""
    services = load_services(workspace, load_environment(workspace, environment))
    if name not in services:
        raise InputError(f"{name}: there is no such service. {closest(name, list(services))}")
    return services[name]


def deploy(workspace: Workspace, want: Wanted, ways: Ways, *, offline: bool) -> Deployed:
    """Make `want` run; returns what was done.

    Raises DeployFailedError where it broke on the way; whatever else is raised left everything as it was.
    """
    started = time.monotonic()
    file = ReleasesFile.of(workspace, want.environment)
    before = file.text
    previous = file.get(want.service.name)
    try:
        file.set(want.service.name, want.release)
        with engine_for(workspace, want.environment, offline=offline, tell=ways.progress.tell) as engine:
            done = Deployed(
                want.environment, want.service.name, want.release, previous, offline=engine.offline
            )
            steps = _Steps(workspace, want, ways, engine, file, done)
            steps.look()
            if previous:
                note(workspace, want.environment, want.service.name, previous)
            note(workspace, want.environment, want.service.name, want.release)
            steps.carry_out()
    except (DeployFailedError, RolloutFailedError):
        raise
    except BaseException:
        file.restore(before)
        raise
    done.seconds = time.monotonic() - started
    return done


class _Steps:
    """The steps of one deployment, with what they share."""

    def __init__(
        self,
        workspace: Workspace,
        want: Wanted,
        ways: Ways,
        engine: Engine,
        file: ReleasesFile,
        done: Deployed,
    ) -> None:
        self._workspace, self._want, self._ways = workspace, want, ways
        self._engine, self._file, self._done = engine, file, done
        self._clients = Clients(engine.synthesis.environment, engine.offline, engine.endpoint)
        self._stack = f"{want.environment}-{want.service.name}"
        self._edge = f"{want.environment}-edge"

    @property
    def _is_site(self) -> bool:
        return self._want.service.runtime == "static"

    @property
    def _stacks(self) -> list[str]:
        objects = (
            f"{self._stack}-objects"  # of Kubernetes, where the service has them in a stack of their own
        )
        also = [self._edge] if self._is_site else [objects]
        return [self._stack, *(name for name in also if name in self._engine.synthesis.stacks)]

    def look(self) -> None:
        """Plan, and ask: nothing is changed yet."""
        with self._ways.progress.step("Planning") as said:
            planned = self._engine.plan(self._stacks)
            counts = ", ".join(f"{count} {what}" for what, count in planned.total.items() if count)
            said.append(f"Planned {', '.join(self._stacks)}: {counts or 'nothing to change'}")
        refuse_losses(planned.stacks.values(), self._ways.allowed)
        self._ways.confirm(planned)

    def carry_out(self) -> None:
        """Change what there is to change, in the order in which nobody sees half of it."""
        if not self._is_site:
            self._apply(self._stacks)
            self._wait_for_ecs()
            return
        # Files before the distribution that points at them.
        self._apply([self._stack])
        self._upload()
        self._apply([self._edge])
        self._empty_cache()

    def _apply(self, stacks: list[str]) -> None:
        with (
            self._explained(f"{' and '.join(stacks)} may be changed in part."),
            self._ways.progress.step(f"Applying {', '.join(stacks)}") as said,
        ):
            result = self._engine.apply(stacks, inspect=guard(self._ways.allowed))
            said.append(f"Applied {', '.join(stacks)}")
        earlier = self._done.plan
        self._done.plan = EnvironmentPlan(
            result.environment,
            result.offline,
            {**(earlier.stacks if earlier else {}), **result.stacks},
            result.seconds + (earlier.seconds if earlier else 0.0),
        )

    def _upload(self) -> None:
        if not self._clients.reach_something:
            self._done.notes.append("The emulated AWS does not run: no file was uploaded.")
            return
        want, done = self._want, self._done
        with self._explained("Nothing that viewers see has changed: the edge serves the earlier release."):
            outputs = self._engine.outputs().get(self._stack, {})
            bucket = SiteBucket(
                self._clients.client("s3"), outputs[BUCKET_OUTPUT], self._clients.environment.account
            )
            with self._ways.progress.step("Uploading") as said:
                if want.files is not None:
                    done.uploaded = bucket.upload(want.release, want.files, self._ways.progress.tell)
                elif not bucket.holds(want.release):
                    raise YardError(
                        f"{bucket.name} has no complete release {want.release} any more. Check its commit out, build"
                        f" it, and deploy the folder: yard deploy {want.environment} {want.service.name} --folder …"
                    )
                if done.previous and done.previous != want.release:
                    done.carried_over = bucket.carry_over(done.previous, want.release)
                said.append(
                    f"{done.uploaded} files uploaded, {done.carried_over} kept from the release before"
                )

    def _empty_cache(self) -> None:
        if not self._clients.reach_something:
            return
        routes = self._want.service.routes
        with (
            self._explained(
                "The new release is served, but CloudFront's cache may hold pages of the earlier one."
            ),
            self._ways.progress.step("Emptying CloudFront's cache") as said,
        ):
            distribution = self._engine.outputs()[self._edge][DISTRIBUTION_OUTPUT]
            self._done.invalidation = invalidate(
                self._clients.client("cloudfront", "us-east-1"),
                distribution,
                invalidation_paths(routes),
                f"{self._want.release[-16:]}-{time.time_ns()}",
                self._ways.progress.tell,
            )
            said.append("CloudFront's cache is empty")

    def _wait_for_ecs(self) -> None:
        """Nothing rolls out in the emulated AWS: there `yard up` runs the code that is on the disk."""
        if self._engine.offline or self._want.service.runtime != "ecs":
            return
        service = self._want.service
        with (
            self._explained("ECS was told to run the new release."),
            self._ways.progress.step("Rolling out") as said,
        ):
            wait_for_rollout(
                self._clients.client("ecs"),
                cluster=self._want.environment,
                service=self._stack,
                bake_minutes=0 if service.deploy.strategy == "rolling" else service.deploy.bake_minutes,
                tell=self._ways.progress.tell,
            )
            said.append("Every task runs the new release")

    @contextmanager
    def _explained(self, state: str) -> Iterator[None]:
        """What fails in here is told with the state of things and the way back."""
        try:
            yield
        except InputError:
            raise  # the verb could not begin: the caller takes the file back
        except RolloutFailedError as error:
            went_back = "ECS runs the earlier release again." if error.went_back else ""
            raise DeployFailedError(self._told(error, went_back or state)) from error
        except YardError as error:
            raise DeployFailedError(self._told(error, state)) from error
        except aws_errors() as error:
            raise DeployFailedError(self._told(error, state)) from error

    def _told(self, error: Exception, state: str) -> str:
        want, file = self._want, self._file.shown
        way_back = (
            f"To go back: yard rollback {want.environment} {want.service.name}."
            if self._done.previous
            else "There is no earlier release to go back to."
        )
        return (
            f"{error}\n{state} {file} names the new release of {want.service.name}."
            f" Mend the cause and deploy again. {way_back}"
        )


def aws_errors() -> tuple[type[Exception], ...]:
    """What boto3 raises, without loading it before it is needed."""
    from botocore.exceptions import BotoCoreError, ClientError

    return (BotoCoreError, ClientError)
