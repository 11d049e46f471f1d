"""Where a Terraform provider comes from, in the words of `required_providers`.

Source: "Terraform language documentation, Provider Requirements, Source Addresses".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

# What a source without a host name means to Terraform and to OpenTofu.
REGISTRIES = ("registry.terraform.io", "registry.opentofu.org")
NAMESPACE = "hashicorp"


def provider_of(source: str) -> str:
    """Its type, with which the names of its resources begin: `kubernetes` of `hashicorp/kubernetes`."""
    return source.rpartition("/")[2]


def addresses(source: str) -> tuple[str, ...]:
    """The whole addresses that `aws`, `hashicorp/aws` or `example.com/company/aws` stands for."""
    parts = source.split("/")
    if len(parts) > 2:
        return (source,)
    namespace = parts[0] if len(parts) == 2 else NAMESPACE
    return tuple(f"{registry}/{namespace}/{parts[-1]}" for registry in REGISTRIES)


def providers(sources: Collection[str], types: Collection[str]) -> Mapping[str, str]:
    """Provider -> source: those that are named, and HashiCorp's for types that none of them has.

    types: of resources and data sources. A state may hold some whose provider the configuration has dropped.
    """
    named = {provider_of(source): source for source in sources}
    unnamed = {name.partition("_")[0] for name in types} - named.keys()
    return dict(sorted({**named, **{provider: provider for provider in unnamed}}.items()))
