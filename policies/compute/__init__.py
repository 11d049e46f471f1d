"""Rules about containers and the services that run them."""
