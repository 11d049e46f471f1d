"""Who may take a role on: trust policies, one statement each.

Each names for whom: without that, a service could be made to use the role for somebody else (source: "IAM User Guide,
The confused deputy problem").
"""

from __future__ import annotations

from modules.security.policy_document import Statement, allow

ASSUME = ("sts:AssumeRole",)
ASSUME_AND_TAG = ("sts:AssumeRole", "sts:TagSession")


def service_trust(service: str, *, account: str, source_arn: str, session_tags: bool = False) -> Statement:
    """`service` (`ecs-tasks.amazonaws.com`) for a resource like `source_arn` of `account`.

    source_arn: pattern, with `*` where the resource is not known yet. session_tags: the service tags its sessions, as
    EKS does with Auto Mode (source: "Amazon EKS User Guide, Amazon EKS Auto Mode cluster IAM role").
    """
    return allow(
        ASSUME_AND_TAG if session_tags else ASSUME,
        [],
        principal={"Service": service},
        condition={
            "StringEquals": {"aws:SourceAccount": account},
            "ArnLike": {"aws:SourceArn": source_arn},
        },
    )


def instance_trust() -> Statement:
    """Virtual machines: EC2 names no source, since an instance takes its role from itself."""
    return allow(ASSUME, [], principal={"Service": "ec2.amazonaws.com"})


def infrastructure_trust() -> Statement:
    """ECS itself, to change a load balancer. It is not said that it names a source, and no other account can pass it.

    Source: "Amazon ECS Developer Guide, Amazon ECS infrastructure IAM role for load balancers".
    """
    return allow(ASSUME, [], principal={"Service": "ecs.amazonaws.com"})


def function_trust() -> Statement:
    """Functions: Lambda's own example names no source, and none is needed, since who makes a function hands it a role
    of the same account (source: "AWS Lambda Developer Guide, Defining Lambda function permissions with an execution
    role").
    """
    return allow(ASSUME, [], principal={"Service": "lambda.amazonaws.com"})


def pod_identity_trust(cluster_arn: str, *, namespace: str, service_account: str) -> Statement:
    """Pods of one service account on the nodes of one EKS cluster.

    Source: "Amazon EKS User Guide, EKS Pod Identity role": it sends these tags with each session.
    """
    return allow(
        ASSUME_AND_TAG,
        [],
        principal={"Service": "pods.eks.amazonaws.com"},
        condition={
            "StringEquals": {
                "aws:RequestTag/eks-cluster-arn": cluster_arn,
                "aws:RequestTag/kubernetes-namespace": namespace,
                "aws:RequestTag/kubernetes-service-account": service_account,
            }
        },
    )


def service_account_trust(
    provider_arn: str, issuer: str, *, namespace: str, service_account: str
) -> Statement:
    """Pods of one service account, by the token that the cluster gives them: for Fargate, which has no Pod Identity.

    issuer: of the cluster's tokens, without https://. Source: "Amazon EKS User Guide, Assign IAM roles to Kubernetes
    service accounts".
    """
    return allow(
        ["sts:AssumeRoleWithWebIdentity"],
        [],
        principal={"Federated": provider_arn},
        condition={
            "StringEquals": {
                f"{issuer}:aud": "sts.amazonaws.com",
                f"{issuer}:sub": f"system:serviceaccount:{namespace}:{service_account}",
            }
        },
    )
