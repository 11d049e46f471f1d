from __future__ import annotations

from modules.kubernetes.log_router import FargateLogs, fluent_bit_files
from tests.modules.synthesised import synthesise


def test_lines_of_a_namespace_go_to_its_group_as_they_were_written() -> None:
    text = fluent_bit_files(environment="dev", otherwise="/aws/eks/dev/pods", region="eu-west-1")

    assert "log_group_template /dev/$kubernetes['namespace_name']" in text["application-log.conf"]
    assert "log_group_name /aws/eks/dev/pods" in text["application-log.conf"]
    assert "log_key log" in text["application-log.conf"]
    assert "/var/log/containers/*_kube-system_*" in text["application-log.conf"]


def test_fargate_finds_its_settings_by_their_names() -> None:
    made = synthesise(
        lambda stack: FargateLogs(
            stack, "logs", environment="dev", otherwise="/aws/eks/dev/pods", region="eu-west-1"
        )
    )

    namespace = made.only("kubernetes_namespace_v1")["metadata"]
    settings = made.only("kubernetes_config_map_v1")
    assert namespace["name"] == settings["metadata"]["namespace"] == "aws-observability"
    assert namespace["labels"]["aws-observability"] == "enabled"
    assert settings["metadata"]["name"] == "aws-logging"
    assert "Match kube.*" in settings["data"]["output.conf"]
