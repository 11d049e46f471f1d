"""What gets deployed: `build` turns one environment and its services into stacks."""

from yard.synth.bindings import install

install()  # before the first import of a provider package, also under the stock cdktf command line

from stacks.build import build  # noqa: E402  # it imports the provider packages

__all__ = ["build"]
