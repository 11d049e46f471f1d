"""From YAML to Terraform's JSON, fast: `synthesis` is the whole way, `bindings` is why it takes a second."""

from yard.synth.synthesis import SynthesisedStack, Synthesis, synthesise

__all__ = ["SynthesisedStack", "Synthesis", "synthesise"]
