"""From YAML to Terraform's JSON, fast: see `bindings` for how."""
