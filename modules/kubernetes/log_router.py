"""Where the output of pods goes: to the log group that has the name of their namespace.

`FargateLogs` tells it to Fargate's own log router; `fluent_bit_files` is the same for the one on nodes.
Sources: "Amazon EKS User Guide, Start AWS Fargate logging for your cluster"; "Fluent Bit manual, Amazon CloudWatch".
"""

from __future__ import annotations

from cdktf_cdktf_provider_kubernetes.config_map_v1 import ConfigMapV1, ConfigMapV1Metadata
from cdktf_cdktf_provider_kubernetes.namespace_v1 import NamespaceV1, NamespaceV1Metadata
from constructs import Construct

from modules.kubernetes.namespace import POD_SECURITY
from modules.literal import literal

SYSTEM_NAMESPACES = ("amazon-cloudwatch", "kube-node-lease", "kube-public", "kube-system")


def output(match: str, *, environment: str, otherwise: str, region: str) -> str:
    """The lines as they were written, to `/<environment>/<namespace>`, a stream a container.

    otherwise: log group for what does not tell its namespace.
    """
    return (
        "[OUTPUT]\n"
        "    Name cloudwatch_logs\n"
        f"    Match {match}\n"
        f"    region {region}\n"
        f"    log_group_name {otherwise}\n"
        f"    log_group_template /{environment}/$kubernetes['namespace_name']\n"
        "    log_stream_prefix eks-\n"
        "    log_stream_template $kubernetes['pod_name'].$kubernetes['container_name']\n"
        "    log_key log\n"
        # A group that nobody made would have neither a key nor an end.
        "    auto_create_group false\n"
    )


def fluent_bit_files(*, environment: str, otherwise: str, region: str) -> dict[str, str]:
    """What the add-on amazon-cloudwatch-observability reads on nodes: the pods of services, and no others.

    Source: "Amazon CloudWatch User Guide, Install the CloudWatch agent with the Amazon CloudWatch Observability EKS
    add-on", containerLogs.fluentBit.config.extraFiles.
    """
    others = ",".join(f"/var/log/containers/*_{namespace}_*" for namespace in SYSTEM_NAMESPACES)
    lines = (
        "[INPUT]\n"
        "    Name tail\n"
        "    Tag application.*\n"
        f"    Exclude_Path {others}\n"
        "    Path /var/log/containers/*.log\n"
        "    multiline.parser docker, cri\n"
        "    DB /var/fluent-bit/state/flb_container.db\n"
        "    Mem_Buf_Limit 50MB\n"
        "    Skip_Long_Lines On\n"
        "    Refresh_Interval 10\n"
        "    storage.type filesystem\n"
        "    Read_from_Head Off\n"
        "[FILTER]\n"
        "    Name kubernetes\n"
        "    Match application.*\n"
        "    Kube_Tag_Prefix application.var.log.containers.\n"
        "    Labels Off\n"
        "    Annotations Off\n"
        "    Use_Kubelet On\n"
        "    Kubelet_Port 10250\n"
        "    Buffer_Size 0\n"
    )
    files = {
        "application-log.conf": lines
        + output("application.*", environment=environment, otherwise=otherwise, region=region)
    }
    return {**files, "dataplane-log.conf": "", "host-log.conf": ""}


class FargateLogs(Construct):
    """The namespace and the settings that Fargate looks for, by these names."""

    def __init__(self, scope: Construct, id_: str, *, environment: str, otherwise: str, region: str) -> None:
        super().__init__(scope, id_)
        namespace = NamespaceV1(
            self,
            "namespace",
            metadata=NamespaceV1Metadata(
                name="aws-observability", labels={"aws-observability": "enabled", **POD_SECURITY}
            ),
        )
        ConfigMapV1(
            self,
            "Default",
            metadata=ConfigMapV1Metadata(name="aws-logging", namespace="aws-observability"),
            data={
                "filters.conf": "[FILTER]\n    Name kubernetes\n    Match kube.*\n    Buffer_Size 0\n",
                "output.conf": literal(
                    output("kube.*", environment=environment, otherwise=otherwise, region=region)
                ),
            },
            depends_on=[namespace],
        )
