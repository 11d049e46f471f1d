"""What runs the containers."""
