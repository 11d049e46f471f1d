"""Rules about roles, rights and secrets."""
