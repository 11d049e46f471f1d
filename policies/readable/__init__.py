"""Rules about what rules can read."""
