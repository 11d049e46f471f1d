"""Rules about where in the world things are."""
