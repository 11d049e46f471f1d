"""What keeps data."""
