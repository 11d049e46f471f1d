"""Rules about the way in from the internet."""
