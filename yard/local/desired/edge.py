"""CloudFront in front of an environment: which path goes where, and which headers every answer gets."""

from __future__ import annotations

from yard.local.desired.value import Value


class Header(Value):
    """A header that CloudFront adds. override: also where the answer has it already."""

    name: str
    value: str
    override: bool = True


class HeadersPolicy(Value):
    """What a response headers policy does."""

    added: tuple[Header, ...] = ()
    removed: tuple[str, ...] = ()


class Behaviour(Value):
    """What happens to requests for the paths of a pattern.

    site: the static site whose file answers; None for the load balancer. function: key of the function that sees the
    request first. methods: all others are refused.
    """

    pattern: str = "*"
    site: str | None = None
    methods: tuple[str, ...] = ("GET", "HEAD")
    function: str | None = None
    headers: HeadersPolicy = HeadersPolicy()
    compress: bool = False


class Distribution(Value):
    """behaviours: in the order in which CloudFront tries them, the default one last. functions: key -> JavaScript."""

    behaviours: tuple[Behaviour, ...]
    functions: dict[str, str] = {}
    default_root_object: str = ""

    @property
    def sites(self) -> list[str]:
        """The static sites that it serves."""
        return sorted({behaviour.site for behaviour in self.behaviours if behaviour.site})
