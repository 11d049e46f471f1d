"""What the service reads from its environment."""

from __future__ import annotations

from chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """Each field is the variable of its name in capitals; the applied function sets them all."""

    aws_region: str
    table_receipts: str
    bucket_documents: str
