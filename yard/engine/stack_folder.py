"""The folder that Terraform works in for one stack: the JSON, where its state lies, what `init` saw last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yard.config import YardError

if TYPE_CHECKING:
    from yard.synth import SynthesisedStack

DOCUMENT = "cdk.tf.json"
OVERRIDE = "offline_override.tf.json"
SAVED_PLAN = "saved.tfplan"
INITIALISED = ".terraform/initialised-for"
REMOTE_STATE = "terraform_remote_state"
# What Terraform answers for by itself, without any provider.
BUILT_IN = {"terraform_data", REMOTE_STATE}


@dataclass(frozen=True)
class StackFolder:
    """path: where Terraform runs. state: the local state file, used offline only."""

    stack: SynthesisedStack
    path: Path
    state: Path

    def prepare(self, states: Mapping[str, Path] | None) -> None:
        """Write what Terraform reads. states: stack -> local state file to read instead of S3; None keeps S3."""
        private_folder(self.path)
        _write(self.path / DOCUMENT, self.stack.json)
        if states is None:
            (self.path / OVERRIDE).unlink(missing_ok=True)
        else:
            private_folder(self.state.parent)
            _write(self.path / OVERRIDE, offline_override(self.stack.json, self.state, states))

    def needs_init(self) -> bool:
        """Whether `init` has not yet seen these backends and providers."""
        mark = self.path / INITIALISED
        return not mark.exists() or mark.read_text("utf-8") != self._fingerprint()

    def initialised(self) -> None:
        """Remember that `init` has seen them."""
        mark = self.path / INITIALISED
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text(self._fingerprint(), "utf-8")

    def not_initialised(self) -> None:
        """Forget it, so that the next command runs `init`."""
        (self.path / INITIALISED).unlink(missing_ok=True)

    @property
    def saved_plan(self) -> Path:
        """Where a plan is kept that may be applied as it was shown."""
        return self.path / SAVED_PLAN

    def needs_provider(self) -> bool:
        """Whether anything but Terraform itself has a part in the stack."""
        return needs_provider(self.stack.json, local_state(self.state))

    def types(self) -> tuple[set[str], set[str]]:
        """Types of resources and of data sources, in the JSON and in the local state; without Terraform's own."""
        return types_in(self.stack.json, local_state(self.state))

    def known(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Type and attributes of every resource in the local state."""
        return resources_in(local_state(self.state))

    def sources(self) -> set[str]:
        """Where the providers that the stack requires come from."""
        return sources_in(self.stack.json)

    def _fingerprint(self) -> str:
        override = self.path / OVERRIDE
        seen = [
            self.stack.json.get("terraform"),
            json.loads(override.read_text("utf-8"))["terraform"] if override.exists() else None,
        ]
        return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def offline_override(document: Mapping[str, Any], state: Path, states: Mapping[str, Path]) -> dict[str, Any]:
    """What turns S3 state into local files, for the stack itself and for the stacks whose outputs it reads.

    Terraform merges files whose name ends in `_override.tf.json` over the others. Source: "Terraform language
    documentation, Override files": a backend is replaced as a whole, other blocks argument by argument.
    """
    override: dict[str, Any] = {"terraform": {"backend": {"local": {"path": str(state)}}}}
    readers = document.get("data", {}).get(REMOTE_STATE, {})
    if readers:
        override["data"] = {
            REMOTE_STATE: {
                name: {"backend": "local", "config": {"path": str(states[_stack_read_by(reader)])}}
                for name, reader in readers.items()
            }
        }
    return override


def needs_provider(document: Mapping[str, Any], state: Mapping[str, Any]) -> bool:
    """Whether anything but Terraform itself has a part in a stack."""
    named = document.get("terraform", {}).get("required_providers")
    return bool(named) or any(types_in(document, state))


def types_in(document: Mapping[str, Any], state: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """Types of resources and of data sources in a stack's JSON and in its state; without Terraform's own."""
    resources = set(document.get("resource", {}))
    data = set(document.get("data", {}))
    for entry in state.get("resources", []):
        (resources if entry["mode"] == "managed" else data).add(entry["type"])
    return resources - BUILT_IN, data - BUILT_IN


def resources_in(state: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Type and attributes of every managed resource that a state records, those on their way out included."""
    return [
        (entry["type"], instance["attributes"])
        for entry in state.get("resources", [])
        if entry["mode"] == "managed"
        for instance in entry.get("instances", [])
        if instance.get("attributes")
    ]


def sources_in(document: Mapping[str, Any]) -> set[str]:
    """Where the providers that a stack requires come from; Terraform takes a name without a source for HashiCorp's."""
    required = document.get("terraform", {}).get("required_providers", {})
    return {str(entry.get("source", name)) for name, entry in required.items()}


def local_state(path: Path) -> dict[str, Any]:
    """A local state file; empty where there is none. Raises YardError for one that is broken."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    if not text:  # Terraform makes the file to lock it, and fills it later
        return {}
    try:
        state = json.loads(text)
    except ValueError:
        state = None
    if not isinstance(state, dict):
        backup = path.with_name(f"{path.name}.backup")
        remedy = f"Put back its last copy, {backup.name} beside it" if backup.exists() else "Take it away"
        raise YardError(f"{path}: not a Terraform state. {remedy}, and plan again.")
    return state


def holds_resources(states: Iterable[Path]) -> bool:
    """Whether any of the state files records a managed resource."""
    return any(
        entry["mode"] == "managed" for path in states for entry in local_state(path).get("resources", [])
    )


def private_folder(path: Path) -> None:
    """Make a folder for its owner's eyes only: states and plans hold secrets."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)


def _stack_read_by(reader: Mapping[str, Any]) -> str:
    """The stack behind a remote state: its S3 key is `<env>/<stack>.tfstate`."""
    return str(reader["config"]["key"]).rsplit("/", 1)[-1].removesuffix(".tfstate")


def _write(path: Path, document: Mapping[str, Any]) -> None:
    text = json.dumps(document, indent=2)
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
