"""Which attributes hold secrets: the bindings do not tell, the provider's documentation does."""

from __future__ import annotations

# Named so wherever they occur. Source: the argument references of the resources in hashicorp/aws 6.25.0.
EVERYWHERE = frozenset(
    {
        "auth_token",
        "client_secret",
        "master_password",
        "master_user_password",
        "password",
        "password_wo",
        "private_key",
        "secret_access_key",
        "secret_binary",
        "secret_string",
        "secret_string_wo",
        "ses_smtp_password_v4",
        "value_wo",
    }
)
# Source: what hashicorp/aws 3.39.0 marks as sensitive in its own schema, which a test asks it for.
BY_TYPE = {
    "aws_api_gateway_api_key": {"value"},
    "aws_api_gateway_domain_name": {"certificate_private_key"},
    "aws_appsync_api_key": {"key"},
    "aws_codebuild_project": {"resource"},
    "aws_codebuild_source_credential": {"token"},
    "aws_codebuild_webhook": {"secret"},
    "aws_codepipeline_webhook": {"secret_token"},
    "aws_dms_certificate": {"certificate_pem", "certificate_wallet"},
    "aws_emr_cluster": {
        "ad_domain_join_password",
        "cross_realm_trust_principal_password",
        "kdc_admin_password",
    },
    "aws_glue_connection": {"connection_properties"},
    "aws_iam_access_key": {"secret"},
    "aws_iot_certificate": {"certificate_pem", "public_key"},
    "aws_kinesis_firehose_delivery_stream": {"access_key"},
    "aws_kms_ciphertext": {"plaintext"},
    "aws_kms_external_key": {"key_material_base64"},
    "aws_mq_broker": {"service_account_password"},
    "aws_mwaa_environment": {"airflow_configuration_options"},
    "aws_pinpoint_adm_channel": {"client_id"},
    "aws_pinpoint_apns_channel": {"bundle_id", "certificate", "team_id", "token_key", "token_key_id"},
    "aws_pinpoint_apns_sandbox_channel": {"bundle_id", "certificate", "team_id", "token_key", "token_key_id"},
    "aws_pinpoint_apns_voip_channel": {"bundle_id", "certificate", "team_id", "token_key", "token_key_id"},
    "aws_pinpoint_apns_voip_sandbox_channel": {
        "bundle_id",
        "certificate",
        "team_id",
        "token_key",
        "token_key_id",
    },
    "aws_pinpoint_baidu_channel": {"api_key", "secret_key"},
    "aws_pinpoint_gcm_channel": {"api_key"},
    "aws_s3_object_copy": {"customer_key", "kms_encryption_context", "kms_key_id", "source_customer_key"},
    "aws_sns_platform_application": {"platform_credential", "platform_principal"},
    "aws_ssm_maintenance_window_task": {"input", "payload"},
    "aws_ssm_parameter": {"value"},
    "aws_storagegateway_gateway": {"smb_guest_password"},
    "aws_transfer_server": {"host_key"},
    "aws_vpn_connection": {"tunnel1_preshared_key", "tunnel2_preshared_key"},
}


def is_sensitive(type_name: str, attribute: str) -> bool:
    """Whether Terraform must not print `attribute` of `type_name`."""
    return attribute in EVERYWHERE or attribute in BY_TYPE.get(type_name, set())
