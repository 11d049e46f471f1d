"""Rules about Terraform's state."""
