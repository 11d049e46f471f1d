"""How Terraform reaches a cluster: with a token that the AWS command line fetches for each run."""

from __future__ import annotations

from cdktf import Fn
from cdktf_cdktf_provider_kubernetes.provider import KubernetesProvider, KubernetesProviderExec
from constructs import Construct


def connect(
    scope: Construct, *, cluster: str, endpoint: str, certificate_authority_data: str, region: str
) -> KubernetesProvider:
    """The provider for all objects of a stack; no credential gets into plan or state.

    Source: "hashicorp/kubernetes, Exec plugins". It needs `aws` on PATH, and the way to the cluster's endpoint.
    """
    return KubernetesProvider(
        scope,
        "kubernetes",
        host=endpoint,
        cluster_ca_certificate=Fn.base64decode(certificate_authority_data),
        exec=[
            KubernetesProviderExec(
                api_version="client.authentication.k8s.io/v1beta1",
                command="aws",
                args=["eks", "get-token", "--cluster-name", cluster, "--region", region],
            )
        ],
    )
