"""The offline provider: answers Terraform for hashicorp/aws without AWS, and never talks to the real one."""

from yard.offline.serve import serve
from yard.offline.taking_back import take_back

__all__ = ["serve", "take_back"]
