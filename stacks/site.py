"""Site stack: one static site: a bucket for what it publishes, and nothing that runs.

Needs: the platform stack, for the bucket of access logs. The edge stack needs it; destroying it takes every release of
the site, except where the environment is protected: then Terraform refuses.
"""

from __future__ import annotations

from cdktf import App

from modules import names
from modules.data.bucket import Bucket
from modules.security.kms_key import KmsKey
from stacks.environment_stack import EnvironmentStack
from stacks.platform import PlatformStack
from yard.config import Environment, Service

# Tells `yard deploy` where the files go.
BUCKET_OUTPUT = "site_bucket"


class SiteStack(EnvironmentStack):
    """`yard deploy` puts each release below `releases/<digest>/`; the edge stack says which one is served."""

    def __init__(
        self, app: App, environment: Environment, service: Service, *, platform: PlatformStack
    ) -> None:
        super().__init__(app, environment, service.name, team=service.team)
        self.service = service
        key = KmsKey(
            self,
            "key",
            name=self.resource_name(),
            account=environment.account,
            region=environment.region,
            log_groups=None,
            protect=environment.protect,
        )
        self.bucket = Bucket(
            self,
            "site",
            name=names.bucket_name(
                environment.name, service.name, "site", account=environment.account, region=environment.region
            ),
            key=key,
            log_bucket=platform.log_bucket.name,
            protect=environment.protect,
        )
        self.bucket.grant_cloudfront(account=environment.account, region=environment.region)
        self.output(BUCKET_OUTPUT, self.bucket.name, "Where releases of the site are uploaded to.")
