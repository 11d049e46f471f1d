"""Rules about what keeps data."""
