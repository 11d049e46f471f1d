"""VPC and what is in it."""
