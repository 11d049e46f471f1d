"""Where the output of pods goes: to the log group that has the name of their namespace.

`FargateLogs` tells it to Fargate's own log router; `fluent_bit_output` is the same for the one on nodes.
Sources: "Amazon EKS User Guide, Start AWS Fargate logging for your cluster"; "Fluent Bit manual, Amazon CloudWatch".
"""

from __future__ import annotations

from cdktf_cdktf_provider_kubernetes.config_map_v1 import ConfigMapV1, ConfigMapV1Metadata
from cdktf_cdktf_provider_kubernetes.namespace_v1 import NamespaceV1, NamespaceV1Metadata
from constructs import Construct

from modules.literal import literal


def fluent_bit_output(match: str, *, environment: str, region: str) -> str:
    """The lines as they were written, to `/<environment>/<namespace>`, a stream a container."""
    return (
        "[OUTPUT]\n"
        "    Name cloudwatch_logs\n"
        f"    Match {match}\n"
        f"    region {region}\n"
        f"    log_group_name /{environment}/cluster\n"
        f"    log_group_template /{environment}/$kubernetes['namespace_name']\n"
        "    log_stream_prefix eks-\n"
        "    log_stream_template $kubernetes['pod_name'].$kubernetes['container_name']\n"
        "    log_key log\n"
        # A group that nobody made would have neither a key nor an end.
        "    auto_create_group false\n"
    )


class FargateLogs(Construct):
    """The namespace and the settings that Fargate looks for, by these names."""

    def __init__(self, scope: Construct, id_: str, *, environment: str, region: str) -> None:
        super().__init__(scope, id_)
        namespace = NamespaceV1(
            self,
            "namespace",
            metadata=NamespaceV1Metadata(name="aws-observability", labels={"aws-observability": "enabled"}),
        )
        ConfigMapV1(
            self,
            "Default",
            metadata=ConfigMapV1Metadata(name="aws-logging", namespace="aws-observability"),
            data={
                "filters.conf": "[FILTER]\n    Name kubernetes\n    Match kube.*\n    Buffer_Size 0\n",
                "output.conf": literal(fluent_bit_output("kube.*", environment=environment, region=region)),
            },
            depends_on=[namespace],
        )
