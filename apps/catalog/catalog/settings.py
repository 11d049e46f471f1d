"""What the service reads from its environment."""

from __future__ import annotations

from chassis.authentication import AuthenticationSettings
from chassis.rates import RateSettings
from pydantic import Field, SecretStr


class Settings(RateSettings, AuthenticationSettings):
    """Each field is the variable of its name in capitals; the applied task definition sets them all.

    cursor_signing_key: any long random text; changing it makes clients start their lists again.
    """

    aws_region: str
    table_products: str
    cursor_signing_key: SecretStr = Field(min_length=16)
