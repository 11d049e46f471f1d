"""One stack for which the offline provider answers, driven as the genuine one is."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

from yard.offline import serve

from .genuine import Done, GenuineTerraform


@dataclass
class OurTerraform(GenuineTerraform):
    """endpoint: the emulated AWS, None for none. cache: where schemas are kept. mirror: not used."""

    endpoint: str | None = None
    account: str = "123456789012"
    region: str = "eu-west-1"
    cache: Path = field(default_factory=Path)

    def run(self, *arguments: str) -> Done:
        """One Terraform command, with a provider of its own."""
        document = json.loads((self.folder / "main.tf.json").read_text())
        state = self.folder / "terraform.tfstate"
        known = json.loads(state.read_text() or "{}").get("resources", []) if state.exists() else []
        types = {*document.get("resource", {}), *(entry["type"] for entry in known)}
        with serve(
            types,
            [],
            endpoint=self.endpoint,
            account=self.account,
            region=self.region,
            cache=self.cache,
        ) as variables:
            served = replace(self, environment=self.environment | variables)
            return GenuineTerraform.run(served, *arguments)
