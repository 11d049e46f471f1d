"""From YAML to Terraform's JSON, fast: `synthesis` is the whole way, `bindings` is why it takes a second."""

from yard.synth.synthesis import Synthesis, SynthesisedStack, synthesise

__all__ = ["Synthesis", "SynthesisedStack", "synthesise"]
