"""The offline provider: answers Terraform for hashicorp/aws without AWS, and never talks to the real one."""

from yard.offline.serve import serve

__all__ = ["serve"]
