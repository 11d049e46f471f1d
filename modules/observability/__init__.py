"""Logs and budgets."""
