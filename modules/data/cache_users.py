"""Who may use a cache: one user, who signs in with IAM and has no password.

Defines: the user and the group that a cache takes.
Leaves to the caller: the cache, and which role may be that user.
"""

from __future__ import annotations

from typing import Literal

from cdktf_cdktf_provider_aws.elasticache_user import ElasticacheUser, ElasticacheUserAuthenticationMode
from cdktf_cdktf_provider_aws.elasticache_user_group import ElasticacheUserGroup
from constructs import Construct

CacheEngine = Literal["valkey", "redis"]
# Every key and every command but those that change the server.
RIGHTS = "on ~* +@all -@admin"
NOTHING = "off -@all"


class CacheUsers(Construct):
    """`user_name`, `user_arn` and `group_id`.

    A group of Redis has to have a user called default, whom it would take for everybody who gives no name: ours is
    switched off. Source: "Amazon ElastiCache User Guide, Role-Based Access Control (RBAC)" and "Authenticating with
    IAM": the user's id and name are the same.
    """

    def __init__(
        self, scope: Construct, id_: str, *, engine: CacheEngine, user_name: str, default_user_id: str
    ) -> None:
        """user_name, default_user_id: 40 characters at the most."""
        super().__init__(scope, id_)
        user = ElasticacheUser(
            self,
            "Default",
            engine=engine,
            user_id=user_name,
            user_name=user_name,
            access_string=RIGHTS,
            authentication_mode=ElasticacheUserAuthenticationMode(type="iam"),
        )
        user_ids = [user.user_id]
        if engine == "redis":
            nobody = ElasticacheUser(
                self,
                "nobody",
                engine=engine,
                user_id=default_user_id,
                user_name="default",
                access_string=NOTHING,
                authentication_mode=ElasticacheUserAuthenticationMode(type="no-password-required"),
            )
            user_ids.append(nobody.user_id)
        group = ElasticacheUserGroup(self, "group", engine=engine, user_group_id=user_name, user_ids=user_ids)
        self.user_name = user.user_name
        self.user_arn = user.arn
        self.group_id = group.user_group_id
