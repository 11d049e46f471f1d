"""No plan knows the value of a secret.

Checks for secret values that a stack would write: secret versions, SecureString parameters, passwords of databases,
tokens of caches, secrets of Kubernetes, keys and passwords that Terraform makes up itself; write-only arguments
(`…_wo`) and passwords that AWS manages are the way around.
Why: whatever a plan knows is in Terraform's state in plain text, for everybody who may read the state.

Bad:  resource "aws_db_instance" "orders" { password = "hunter2" }
Good: resource "aws_db_instance" "orders" { manage_master_user_password = true }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource

# Kind -> the ways to values; without any, the whole resource is one.
VALUES: dict[str, tuple[tuple[str, ...], ...]] = {
    "aws_secretsmanager_secret_version": (
        ("secret_string",),
        ("secret_binary",),
    ),
    "aws_ssm_parameter": (("value",),),
    "aws_db_instance": (("password",),),
    "aws_rds_cluster": (("master_password",),),
    "aws_docdb_cluster": (("master_password",),),
    "aws_redshift_cluster": (("master_password",),),
    "aws_elasticache_replication_group": (("auth_token",),),
    "aws_elasticache_user": (("passwords",),),
    "aws_mq_broker": (("user", "password"),),
    "aws_amplify_app": (("access_token",), ("oauth_token",)),
    "aws_api_gateway_api_key": (("value",),),
    "aws_cloudwatch_event_connection": (
        ("auth_parameters", "api_key", "value"),
        ("auth_parameters", "basic", "password"),
        ("auth_parameters", "oauth", "client_parameters", "client_secret"),
    ),
    "aws_codebuild_source_credential": (("token",),),
    "aws_cognito_identity_provider": (("provider_details", "client_secret"),),
    "aws_directory_service_directory": (("password",),),
    "aws_dms_endpoint": (("password",),),
    "aws_fsx_windows_file_system": (("self_managed_active_directory", "password"),),
    "aws_memorydb_user": (("authentication_mode", "passwords"),),
    "aws_neptune_cluster": (("master_password",),),
    "aws_opensearch_domain": (("advanced_security_options", "master_user_options", "master_user_password"),),
    "kubernetes_secret": (("data",), ("binary_data",)),
    "kubernetes_secret_v1": (("data",), ("binary_data",)),
    "aws_iam_access_key": (),
    "aws_iam_user_login_profile": (),
    "random_password": (),
    "tls_private_key": (),
}


class SecretValuesStayOutOfState(ResourcePolicy):
    """Fails where an argument holds a secret's value."""

    identifier = "YARD_SEC_2"
    title = "No plan knows the value of a secret"
    severity_level = "critical"
    why = "A value that a plan knows is in Terraform's state in plain text."
    fix = (
        "Let AWS manage the password (manage_master_user_password), or put the value with `aws secretsmanager"
        " put-secret-value`."
    )
    page = "AWS Well-Architected Framework, SEC02-BP03 Store and use secrets securely"
    resources = tuple(VALUES)
    keys = ("secret_string", "password", "master_password", "auth_token", "value")

    def holds(self, resource: Resource) -> bool | None:
        """True where no value is given; None for a parameter that is no secret."""
        if resource.kind == "aws_ssm_parameter" and resource.arguments.text("type") != "SecureString":
            return None
        ways = VALUES[resource.kind]
        return bool(ways) and not any(resource.arguments.all(*way) for way in ways)


check = SecretValuesStayOutOfState()
