"""Stackyard's command line and what it needs: two kinds of YAML in, a Terraform plan out."""
