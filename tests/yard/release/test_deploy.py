"""Whole deployments: the offline engine, and the emulated AWS that the files really arrive in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yard.config import InputError, Workspace, YardError
from yard.engine import EnvironmentPlan
from yard.local import LocalFolder, Progress
from yard.local.emulator import Emulator
from yard.local.session import engine_for
from yard.offline.handlers.base import Cloud
from yard.release import (
    Deployed,
    DeployFailedError,
    Given,
    ReleasesFile,
    Ways,
    deploy,
    earlier_releases,
    wanted,
    wanted_earlier,
)
from yard.release.upload import SiteBucket

ACCOUNT = "000000000001"
ENVIRONMENT = f"""name: local
account: "{ACCOUNT}"
region: eu-west-1
zones: [eu-west-1a, eu-west-1b]
network: {{cidr: 10.10.0.0/16, nat: none}}
cloud: emulated
"""
WEB = "name: web\nteam: shop\nruntime: static\nroutes: [/]\n"
SHOP = "name: shop\nteam: shop\nroutes: [/api/shop]\n"
IMAGE = "registry.example.com/shop@sha256:"
QUIET = Progress(tell=lambda _: None, done=lambda _text, _seconds: None)


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A site and a service, applied once to an emulated AWS of their own, with nothing released."""
    root = tmp_path_factory.mktemp("repository")
    write(
        root,
        {
            "cdktf.json": "{}",
            "environments/local.yaml": ENVIRONMENT,
            "environments/releases/local.yaml": "# What runs here.\n",
            "apps/web/service.yaml": WEB,
            "apps/shop/service.yaml": SHOP,
        },
    )
    place = Workspace.at(root)
    emulator = Emulator(LocalFolder.of(place, "local"), ACCOUNT)
    emulator.start()
    with engine_for(place, "local", offline=True, tell=lambda _: None) as engine:
        engine.apply([name for name in engine.synthesis.stacks if name != "local-web"][:3])
    yield place
    emulator.stop()


@pytest.fixture(scope="module")
def cloud(workspace: Workspace) -> Cloud:
    endpoint = Emulator(LocalFolder.of(workspace, "local"), ACCOUNT).endpoint
    assert endpoint
    return Cloud(endpoint, ACCOUNT, "eu-west-1")


def ways(**changes: Any) -> Ways:
    return Ways(**{"progress": QUIET, "confirm": lambda _: None, **changes})


def publish(workspace: Workspace, build: str, **files: str) -> Deployed:
    folder = workspace.root / "built" / build
    write(folder, {"index.html": f"<h1>{build}</h1>", **files})
    want = wanted(workspace, "local", "web", Given(folder=folder))
    return deploy(workspace, want, ways(), offline=False)


def release_of(workspace: Workspace, service: str) -> str | None:
    return ReleasesFile.of(workspace, "local").get(service)


def objects(cloud: Cloud) -> dict[str, Any]:
    """Key -> object, of the one bucket of a site."""
    s3 = cloud.client("s3")
    (bucket,) = [one["Name"] for one in s3.list_buckets()["Buckets"] if "-web-site-" in one["Name"]]
    found = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    return {one["Key"]: s3.get_object(Bucket=bucket, Key=one["Key"]) for one in found}


def origin_path(cloud: Cloud) -> str:
    (one,) = cloud.client("cloudfront").list_distributions()["DistributionList"]["Items"]
    paths = {origin["Id"]: origin["OriginPath"] for origin in one["Origins"]["Items"]}
    return str(paths["site-web"])


def test_a_site_is_published_from_nothing_to_cloudfront(workspace: Workspace, cloud: Cloud) -> None:
    done = publish(workspace, "one", **{"assets/app-DiwrgTda.js": "1"})

    prefix = f"releases/{done.release.removeprefix('sha256:')}"
    page, script = (objects(cloud)[f"{prefix}/{name}"] for name in ("index.html", "assets/app-DiwrgTda.js"))
    assert (page["ContentType"], page["CacheControl"]) == ("text/html; charset=utf-8", "no-cache")
    assert script["CacheControl"] == "public, max-age=31536000, immutable"
    assert page["ServerSideEncryption"] == "aws:kms"
    assert origin_path(cloud) == f"/{prefix}"
    assert (done.uploaded, done.previous) == (2, None)
    assert done.invalidation
    assert ReleasesFile.of(workspace, "local").text == f"# What runs here.\nweb: {done.release}\n"


def test_the_next_release_keeps_what_open_pages_may_ask_for(workspace: Workspace, cloud: Cloud) -> None:
    before = release_of(workspace, "web")

    done = publish(workspace, "two", **{"assets/app-BxYz1234.js": "2"})

    prefix = f"releases/{done.release.removeprefix('sha256:')}"
    carried = objects(cloud)[f"{prefix}/assets/app-DiwrgTda.js"]
    assert (done.previous, done.carried_over) == (before, 1)
    assert carried["CacheControl"] == "public, max-age=31536000, immutable"
    assert carried["ContentType"] == "text/javascript; charset=utf-8"
    assert b"two" in objects(cloud)[f"{prefix}/index.html"]["Body"].read()


def test_the_same_files_again_upload_nothing(workspace: Workspace) -> None:
    again = publish(workspace, "two", **{"assets/app-BxYz1234.js": "2"})

    assert (again.uploaded, again.previous) == (0, again.release)
    assert again.plan is not None
    assert not again.plan.changes_anything


def test_a_site_goes_back_to_what_lies_in_its_bucket(workspace: Workspace, cloud: Cloud) -> None:
    now = release_of(workspace, "web")
    want, earlier = wanted_earlier(workspace, "local", "web", back=1)

    done = deploy(workspace, want, ways(), offline=False)

    assert done.release == earlier.release != now
    assert done.uploaded == 0
    assert origin_path(cloud).endswith(done.release.removeprefix("sha256:"))
    assert release_of(workspace, "web") == done.release
    assert [one.release for one in earlier_releases(workspace, "local", "web")] == [now]


def test_a_release_that_is_gone_from_the_bucket_is_not_served(workspace: Workspace, cloud: Cloud) -> None:
    before = origin_path(cloud)
    want, _ = wanted_earlier(workspace, "local", "web", back=1)
    s3 = cloud.client("s3")
    (bucket,) = [one["Name"] for one in s3.list_buckets()["Buckets"] if "-web-site-" in one["Name"]]
    s3.delete_object(Bucket=bucket, Key=f"releases/{want.release.removeprefix('sha256:')}.json")

    with pytest.raises(
        DeployFailedError, match=r"-web-site-.* does not hold sha256:.* any more\. Check its commit out"
    ):
        deploy(workspace, want, ways(), offline=False)

    assert origin_path(cloud) == before


def test_an_upload_that_breaks_off_leaves_viewers_with_the_earlier_release(
    workspace: Workspace, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, path = release_of(workspace, "web"), origin_path(cloud)

    def broken(*_: object) -> None:
        raise YardError("The line was cut.")

    monkeypatch.setattr(SiteBucket, "_put", broken)

    with pytest.raises(DeployFailedError) as failed:
        publish(workspace, "three")

    assert str(failed.value) == (
        "The line was cut.\nNothing that people use has changed, and environments/releases/local.yaml is as it was."
        " Mend the cause and deploy again."
    )
    assert (release_of(workspace, "web"), origin_path(cloud)) == (before, path)
    monkeypatch.undo()
    assert publish(workspace, "three").uploaded == 1


def test_a_service_runs_the_image_that_it_is_given_and_goes_back(workspace: Workspace, cloud: Cloud) -> None:
    def run(letter: str) -> Deployed:
        want = wanted(workspace, "local", "shop", Given(IMAGE + letter * 64))
        return deploy(workspace, want, ways(), offline=False)

    first, second = run("a"), run("b")
    want, _ = wanted_earlier(workspace, "local", "shop", back=1)
    back = deploy(workspace, want, ways(), offline=False)

    ecs = cloud.client("ecs")
    service = ecs.describe_services(cluster="local", services=["local-shop"])["services"][0]
    definition = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
    assert definition["containerDefinitions"][0]["image"] == IMAGE + "a" * 64
    assert (first.previous, second.previous, back.release) == (None, first.release, first.release)
    assert back.plan is not None
    assert list(back.plan.stacks) == ["local-shop"]


def test_the_json_is_what_scripts_rely_on(workspace: Workspace) -> None:
    want = wanted(workspace, "local", "shop", Given(IMAGE + "c" * 64))

    document = deploy(workspace, want, ways(), offline=False).as_json()

    assert document["release"] == IMAGE + "c" * 64
    assert document["stacks"]["local-shop"]["replace"] == 1  # the task definition
    assert {"environment", "service", "previous", "offline", "uploaded", "invalidation", "seconds"} <= set(
        document
    )


class RefusedError(Exception):
    """Somebody said no."""


def refuse(_plan: EnvironmentPlan) -> None:
    raise RefusedError


def test_who_says_no_to_the_plan_has_changed_nothing(workspace: Workspace) -> None:
    text = ReleasesFile.of(workspace, "local").text
    want = wanted(workspace, "local", "shop", Given(IMAGE + "d" * 64))

    with pytest.raises(RefusedError):
        deploy(workspace, want, ways(confirm=refuse), offline=False)

    assert ReleasesFile.of(workspace, "local").text == text


def test_an_apply_that_fails_says_what_state_things_are_in_and_how_to_go_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yard.engine import Engine

    before = release_of(workspace, "shop")
    want = wanted(workspace, "local", "shop", Given(IMAGE + "e" * 64))

    def broken(*_: object, **__: object) -> EnvironmentPlan:
        raise YardError("AWS said no.")

    monkeypatch.setattr(Engine, "apply", broken)

    with pytest.raises(DeployFailedError) as failed:
        deploy(workspace, want, ways(), offline=False)

    assert str(failed.value) == (
        "AWS said no.\nlocal-shop may be changed in part. environments/releases/local.yaml names the new release of"
        " shop. Mend the cause and deploy again. To go back: yard rollback local shop."
    )
    assert release_of(workspace, "shop") == want.release
    monkeypatch.undo()
    ReleasesFile.of(workspace, "local").set("shop", before or "")


def test_where_no_cloud_runs_the_plan_is_applied_and_the_files_are_said_to_be_missing(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "cdktf.json": "{}",
            "environments/dev.yaml": ENVIRONMENT.replace("local", "dev").replace("cloud: emulated\n", ""),
            "apps/web/service.yaml": WEB,
            "dist/index.html": "<h1>Shop</h1>",
        },
    )
    place = Workspace.at(tmp_path)
    with engine_for(place, "dev", offline=True, tell=lambda _: None) as engine:
        engine.apply(["dev-network", "dev-platform"])
    want = wanted(place, "dev", "web", Given(folder=tmp_path / "dist"))

    done = deploy(place, want, ways(), offline=True)

    assert done.notes == ["The emulated AWS does not run: no file was uploaded."]
    assert list(done.plan.stacks) == ["dev-web", "dev-edge"] if done.plan else False


@pytest.mark.parametrize(
    ("service", "image", "folder", "sentence"),
    [
        ("shop", "shop:latest", None, "--image: shop:latest is not pinned by a digest. Use one such as"),
        ("shop", None, None, "shop: say what to deploy. Use --image with a digest, such as"),
        ("shop", None, "dist", "--folder dist: shop runs an image. Use --image."),
        ("web", IMAGE + "a" * 64, None, "web is a static site. Use --folder."),
        ("shopp", None, None, "shopp: there is no such service. Did you mean shop?"),
        ("web", None, "nowhere", "nowhere: there is no such folder."),
        ("web", None, None, "apps/web/dist: there is no such folder."),
    ],
)
def test_what_cannot_be_deployed_is_told_before_anything_happens(
    workspace: Workspace, service: str, image: str | None, folder: str | None, sentence: str
) -> None:
    with pytest.raises(InputError) as refused:
        wanted(workspace, "local", service, Given(image, Path(folder) if folder else None))

    assert sentence in str(refused.value)


def test_a_site_is_built_as_its_manifest_says(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from yard.config import load_environment, load_services
    from yard.sites import site_folder

    manifest = workspace.apps / "web" / "service.yaml"
    build = "mkdir -p dist && echo built > dist/index.html"
    manifest.write_text(WEB + f'static: {{build: [sh, -c, "{build}"]}}\n')
    site = load_services(workspace, load_environment(workspace, "local"))["web"]

    folder, shown = site_folder(workspace, site, None)

    assert (folder / "index.html").read_text() == "built\n"
    assert shown == "apps/web/dist"
    manifest.write_text(WEB + 'static: {build: [sh, -c, "echo no such page; exit 3"]}\n')
    with pytest.raises(YardError, match="of web failed \\(3\\):\nno such page"):
        wanted(workspace, "local", "web", Given())
    manifest.write_text(WEB + "static: {build: [no-such-builder]}\n")
    with pytest.raises(
        InputError, match=r"web/service.yaml:5 static.build: no-such-builder is not installed here"
    ):
        wanted(workspace, "local", "web", Given())
    manifest.write_text(WEB)
