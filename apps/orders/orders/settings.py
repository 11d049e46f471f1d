"""What the service reads from its environment."""

from __future__ import annotations

from chassis.database import DatabaseSettings
from chassis.rates import RateSettings


class Settings(DatabaseSettings, RateSettings):
    """Each field is the variable of its name in capitals; the applied task definition sets them all.

    catalog_url, quotes_url: where the services that it calls are. event_bus: name of the environment's bus.
    """

    aws_region: str
    catalog_url: str
    quotes_url: str
    event_bus: str
