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
from modules.edge.web_acl import LOG_PREFIX, WebAcl
from modules.messaging.event_bus import EventBus
from modules.network.private_dns_namespace import PrivateDnsNamespace
from modules.observability.budget import Budget
from modules.observability.cost_tags import CostTags
from modules.observability.log_bucket import LogBucket
from modules.security.kms_key import KmsKey
from stacks.calls import Calls, namespace
from stacks.environment_stack import EnvironmentStack
from stacks.front import Front, origin_facing_prefix_list
from stacks.network import NetworkStack
from stacks.shifting import PLAIN_TEST_PORT, TEST_PORT
from yard.config import Budget as EnvironmentBudget
from yard.config import Environment


class PlatformStack(EnvironmentStack):
    """Load balancer, firewall, listener, names for calls between services, cluster, event bus."""

    def __init__(
        self,
        app: App,
        environment: Environment,
        network: NetworkStack,
        calls: Calls,
        *,
        front: Front = "load_balancer",
        tried: bool = False,
    ) -> None:
        """calls: decides whether there are names and an internal load balancer, which cost money by the hour.

        front: what faces the internet. tried: some service has a next version that testers may try before others.
        """
        super().__init__(app, environment, "platform", team="platform")
        self.front = front
        self.key = KmsKey(
            self,
            "key",
            name=self.resource_name(),
            account=environment.account,
            region=environment.region,
            log_groups=(f"/{environment.name}/platform/*", f"{LOG_PREFIX}{self.resource_name()}"),
            protect=environment.protect,
        )
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
        # HTTPS needs a proved certificate.
        self.encrypted = bool(environment.domain and environment.zone_id)
        self.load_balancer = self._load_balancer(network)
        if front != "vpc_origin":
            self._firewall()
        self._certificate_arn: str | None = None
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
            self._budget(environment.budget)
        self.output("load_balancer_dns_name", self.load_balancer.dns_name, "The load balancer's own name.")

    def _budget(self, budget: EnvironmentBudget) -> None:
        if budget.activate_tags:
            CostTags(self, "cost-tags")
        Budget(
            self,
            "budget",
            name=self.environment.name,
            monthly_usd=budget.monthly_usd,
            email=budget.email,
            # Without the tags active, a budget by tag counts nothing.
            environment=self.environment.name if budget.activate_tags else None,
        )

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
            # Nothing else that calls or is called is in there: by these addresses pods know the load balancer.
            subnet_ids=network.vpc.isolated_subnet_ids,
            log_bucket=self.log_bucket,
            protect=self.environment.protect,
        )

    def _event_bus(self) -> EventBus:
        environment = self.environment
        return EventBus(
            self,
            "events",
            name=environment.name,
            archive_name=names.event_archive_name(environment.name, "events"),
            undelivered_name=names.queue_name(environment.name, "platform", "undelivered-events"),
            archive_days=environment.defaults.event_archive_days,
            key=self.key,
            protect=environment.protect,
        )

    def _load_balancer(self, network: NetworkStack) -> LoadBalancer:
        environment, world = self.environment, self.front == "load_balancer"
        private = self.front == "vpc_origin"
        return LoadBalancer(
            self,
            "gateway",
            name=names.load_balancer_name(environment.name, "gateway"),
            vpc_id=network.vpc.vpc_id,
            subnet_ids=network.vpc.private_subnet_ids if private else network.vpc.public_subnet_ids,
            # People type addresses without https; CloudFront does not.
            ports=((80, 443) if world else (443,)) if self.encrypted else (80,),
            log_bucket=self.log_bucket,
            protect=environment.protect,
            scheme="internal" if private else "internet-facing",
            prefix_list_id=None if world else origin_facing_prefix_list(environment),
        )

    def _firewall(self) -> None:
        """A public address can be reached past our CloudFront: through a distribution of somebody else."""
        environment = self.environment
        firewall = WebAcl(
            self,
            "firewall",
            name=self.resource_name(),
            protects="REGIONAL",
            requests_per_address=environment.firewall.requests_per_address
            if self.front == "load_balancer"
            else None,
            retention_days=environment.defaults.log_retention_days,
            key=self.key,
        )
        firewall.attach("gateway", load_balancer_arn=self.load_balancer.arn)

    def _listener(self) -> str:
        """With a domain HTTPS and a DNS name, without one HTTP under the load balancer's own name."""
        domain, zone_id = self.environment.domain, self.environment.zone_id
        arn, world = self.load_balancer.arn, self.front == "load_balancer"
        if not domain or not zone_id:
            self.domain_name = self.load_balancer.dns_name
            if world:
                self.output("gateway_url", f"http://{self.domain_name}", "Where the services are.")
            return HttpListener(self, "http", load_balancer_arn=arn, otherwise="not_found").arn
        # Behind CloudFront the domain is CloudFront's, and the load balancer has a name below it.
        self.domain_name = domain if world else f"gateway.{domain}"
        if world:
            HttpListener(self, "http", load_balancer_arn=arn, otherwise="redirect_to_https")
            self.output("gateway_url", f"https://{domain}", "Where the services are.")
        certificate = Certificate(self, "certificate", domain=self.domain_name, zone_id=zone_id)
        self._certificate_arn = certificate.arn
        AliasRecord(
            self,
            "domain",
            domain=self.domain_name,
            zone_id=zone_id,
            target_dns_name=self.load_balancer.dns_name,
            target_zone_id=self.load_balancer.zone_id,
        )
        return HttpsListener(self, "https", load_balancer_arn=arn, certificate_arn=certificate.arn).arn

    def _test_listener(self) -> str:
        """Where testers get a service's next version first."""
        arn = self.load_balancer.arn
        port = TEST_PORT if self.encrypted else PLAIN_TEST_PORT
        self.load_balancer.open_to([str(cidr) for cidr in self.environment.testers], port=port)
        if self._certificate_arn is None:
            return HttpListener(self, "test", load_balancer_arn=arn, otherwise="not_found", port=port).arn
        return HttpsListener(
            self, "test", load_balancer_arn=arn, certificate_arn=self._certificate_arn, port=port
        ).arn
