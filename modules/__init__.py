"""Reusable building blocks: cdktf constructs, one a file, by AWS area."""
