"""Deployment: the pods of a service, rolled one after the other.

Defines: the Deployment, its PodDisruptionBudget and, with a range, its HorizontalPodAutoscaler.
Leaves to the caller: namespace, service account, image.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable, TerraformResourceLifecycle
from cdktf_cdktf_provider_kubernetes.deployment_v1 import (
    DeploymentV1,
    DeploymentV1Metadata,
    DeploymentV1Spec,
    DeploymentV1SpecSelector,
    DeploymentV1SpecStrategy,
    DeploymentV1SpecStrategyRollingUpdate,
    DeploymentV1SpecTemplate,
    DeploymentV1SpecTemplateMetadata,
    DeploymentV1SpecTemplateSpecContainer,
)
from cdktf_cdktf_provider_kubernetes.horizontal_pod_autoscaler_v2 import (
    HorizontalPodAutoscalerV2,
    HorizontalPodAutoscalerV2Metadata,
    HorizontalPodAutoscalerV2Spec,
    HorizontalPodAutoscalerV2SpecMetric,
    HorizontalPodAutoscalerV2SpecMetricResource,
    HorizontalPodAutoscalerV2SpecMetricResourceTarget,
    HorizontalPodAutoscalerV2SpecScaleTargetRef,
)
from cdktf_cdktf_provider_kubernetes.pod_disruption_budget_v1 import (
    PodDisruptionBudgetV1,
    PodDisruptionBudgetV1Metadata,
    PodDisruptionBudgetV1Spec,
    PodDisruptionBudgetV1SpecSelector,
)
from constructs import Construct

from modules.kubernetes.pod import pod_spec


class Deployment(Construct):
    """Never fewer pods than before while a new version takes over; one at a time leaves a node that is drained."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        namespace: str,
        labels: Mapping[str, str],
        selector: Mapping[str, str],
        container: DeploymentV1SpecTemplateSpecContainer,
        service_account: str,
        min_pods: int,
        max_pods: int,
        cpu_percent: int,
        depends_on: Sequence[ITerraformDependable] = (),
    ) -> None:
        """container: of modules/kubernetes/pod.py. min_pods: 1 and more; an autoscaler cannot do with none.

        cpu_percent: of the CPU that a pod asks for, to keep to on average.
        """
        super().__init__(scope, id_)
        if not 1 <= min_pods <= max_pods:
            raise ValueError(
                f"min_pods {min_pods}, max_pods {max_pods}: use 1 and more, min_pods not above max_pods."
            )
        self._name, self._namespace, self._labels = name, namespace, dict(labels)
        deployment = DeploymentV1(
            self,
            "Default",
            metadata=DeploymentV1Metadata(name=name, namespace=namespace, labels=self._labels),
            spec=DeploymentV1Spec(
                replicas=str(min_pods),
                selector=DeploymentV1SpecSelector(match_labels=dict(selector)),
                strategy=DeploymentV1SpecStrategy(
                    type="RollingUpdate",
                    rolling_update=DeploymentV1SpecStrategyRollingUpdate(
                        max_surge="25%", max_unavailable="0"
                    ),
                ),
                template=DeploymentV1SpecTemplate(
                    metadata=DeploymentV1SpecTemplateMetadata(labels=self._labels),
                    spec=pod_spec(container, service_account=service_account, selector=selector),
                ),
            ),
            # The autoscaler changes the count; Terraform must not put it back.
            lifecycle=TerraformResourceLifecycle(ignore_changes=["spec[0].replicas"]),
            depends_on=list(depends_on),
        )
        self._disruption_budget(selector)
        if max_pods > min_pods:
            self._autoscaler(min_pods, max_pods, cpu_percent)
        self.deployment: ITerraformDependable = deployment

    def _disruption_budget(self, selector: Mapping[str, str]) -> None:
        PodDisruptionBudgetV1(
            self,
            "disruption-budget",
            metadata=PodDisruptionBudgetV1Metadata(
                name=self._name, namespace=self._namespace, labels=self._labels
            ),
            spec=PodDisruptionBudgetV1Spec(
                max_unavailable="1",
                selector=PodDisruptionBudgetV1SpecSelector(match_labels=dict(selector)),
            ),
        )

    def _autoscaler(self, min_pods: int, max_pods: int, cpu_percent: int) -> None:
        HorizontalPodAutoscalerV2(
            self,
            "autoscaler",
            metadata=HorizontalPodAutoscalerV2Metadata(
                name=self._name, namespace=self._namespace, labels=self._labels
            ),
            spec=HorizontalPodAutoscalerV2Spec(
                min_replicas=min_pods,
                max_replicas=max_pods,
                scale_target_ref=HorizontalPodAutoscalerV2SpecScaleTargetRef(
                    api_version="apps/v1", kind="Deployment", name=self._name
                ),
                metric=[
                    HorizontalPodAutoscalerV2SpecMetric(
                        type="Resource",
                        resource=HorizontalPodAutoscalerV2SpecMetricResource(
                            name="cpu",
                            target=HorizontalPodAutoscalerV2SpecMetricResourceTarget(
                                type="Utilization", average_utilization=cpu_percent
                            ),
                        ),
                    )
                ],
            ),
        )
