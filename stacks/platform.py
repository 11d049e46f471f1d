"""Platform stack: what the services of an environment share.

Needs: the network stack. The services need it; destroying it takes the cluster and the address of the environment,
which AWS refuses while services run in it.
"""

from __future__ import annotations

from cdktf import App

from modules import names
from modules.compute.cluster import Cluster
from modules.edge.alias_record import AliasRecord
from modules.edge.certificate import Certificate
from modules.edge.http_listener import HttpListener
from modules.edge.https_listener import HttpsListener
from modules.edge.internal_load_balancer import InternalLoadBalancer
from modules.edge.load_balancer import LoadBalancer
from modules.messaging.event_bus import EventBus
from modules.network.private_dns_namespace import PrivateDnsNamespace
from modules.observability.budget import Budget
from modules.observability.log_bucket import LogBucket
from modules.security.kms_key import KmsKey
from stacks.calls import Calls, namespace
from stacks.environment_stack import EnvironmentStack
from stacks.network import NetworkStack
from stacks.shifting import PLAIN_TEST_PORT, TEST_PORT
from yard.config import Environment


class PlatformStack(EnvironmentStack):
    """Load balancer, listener, names for calls between services, cluster, event bus."""

    def __init__(
        self, app: App, environment: Environment, network: NetworkStack, calls: Calls, *, tried: bool
    ) -> None:
        """calls: decides whether there are names and an internal load balancer, which cost money by the hour.

        tried: some service has a next version that testers can try before it takes over.
        """
        super().__init__(app, environment, "platform", team="platform")
        self.log_bucket = LogBucket(
            self,
            "access-logs",
            name=names.bucket_name(
                environment.name, "access-logs", account=environment.account, region=environment.region
            ),
            account=environment.account,
            region=environment.region,
            retention_days=environment.defaults.log_retention_days,
            protect=environment.protect,
        )
        self.load_balancer = LoadBalancer(
            self,
            "gateway",
            name=names.load_balancer_name(environment.name, "gateway"),
            vpc_id=network.vpc.vpc_id,
            subnet_ids=network.vpc.public_subnet_ids,
            ports=(80, 443) if environment.zone_id else (80,),  # HTTPS needs a proved certificate
            log_bucket=self.log_bucket,
            protect=environment.protect,
        )
        self._certificate = self._domain()
        self.listener_arn = self._listener()
        self.test_listener_arn = self._test_listener() if tried and environment.testers else None
        self.namespace = self._namespace(network) if calls.called else None
        self.internal_load_balancer = self._internal_load_balancer(network) if calls.need_balancer else None
        self.cluster = Cluster(
            self,
            "cluster",
            name=environment.name,
            container_insights=environment.defaults.container_insights,
        )
        self.event_bus = self._event_bus()
        if environment.budget:
            Budget(
                self,
                "budget",
                name=environment.name,
                monthly_usd=environment.budget.monthly_usd,
                email=environment.budget.email,
            )
        self.output("load_balancer_dns_name", self.load_balancer.dns_name, "The load balancer's own name.")

    def _namespace(self, network: NetworkStack) -> PrivateDnsNamespace:
        return PrivateDnsNamespace(
            self, "namespace", name=namespace(self.environment), vpc_id=network.vpc.vpc_id
        )

    def _internal_load_balancer(self, network: NetworkStack) -> InternalLoadBalancer:
        return InternalLoadBalancer(
            self,
            "internal-load-balancer",
            name=names.load_balancer_name(self.environment.name, "internal"),
            vpc_id=network.vpc.vpc_id,
            subnet_ids=network.vpc.private_subnet_ids,
            log_bucket=self.log_bucket,
            protect=self.environment.protect,
        )

    def _event_bus(self) -> EventBus:
        environment = self.environment
        key = KmsKey(
            self,
            "key",
            name=self.resource_name(),
            account=environment.account,
            region=environment.region,
            log_groups=f"/{environment.name}/platform/*",
            protect=environment.protect,
        )
        return EventBus(
            self,
            "events",
            name=environment.name,
            archive_name=names.event_archive_name(environment.name, "events"),
            undelivered_name=names.queue_name(environment.name, "platform", "undelivered-events"),
            archive_days=environment.defaults.event_archive_days,
            key=key,
            protect=environment.protect,
        )

    def _domain(self) -> Certificate | None:
        """Its certificate and its DNS name; None where the environment has no domain."""
        domain, zone_id = self.environment.domain, self.environment.zone_id
        if not domain or not zone_id:
            return None
        certificate = Certificate(self, "certificate", domain=domain, zone_id=zone_id)
        AliasRecord(
            self,
            "domain",
            domain=domain,
            zone_id=zone_id,
            target_dns_name=self.load_balancer.dns_name,
            target_zone_id=self.load_balancer.zone_id,
        )
        return certificate

    def _listener(self) -> str:
        """With a domain HTTPS, without one HTTP under the load balancer's own name."""
        arn = self.load_balancer.arn
        if self._certificate is None:
            self.output("gateway_url", f"http://{self.load_balancer.dns_name}", "Where the services are.")
            return HttpListener(self, "http", load_balancer_arn=arn, otherwise="not_found").arn
        HttpListener(self, "http", load_balancer_arn=arn, otherwise="redirect_to_https")
        self.output("gateway_url", f"https://{self.environment.domain}", "Where the services are.")
        return HttpsListener(self, "https", load_balancer_arn=arn, certificate_arn=self._certificate.arn).arn

    def _test_listener(self) -> str:
        """Where testers get a service's next version first."""
        arn = self.load_balancer.arn
        port = TEST_PORT if self._certificate else PLAIN_TEST_PORT
        self.load_balancer.open_to([str(cidr) for cidr in self.environment.testers], port=port)
        if self._certificate is None:
            return HttpListener(self, "test", load_balancer_arn=arn, otherwise="not_found", port=port).arn
        return HttpsListener(
            self, "test", load_balancer_arn=arn, certificate_arn=self._certificate.arn, port=port
        ).arn
