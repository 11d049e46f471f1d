"""Keys, roles, secrets."""
