"""Functions on this machine: workers that are invoked as Lambda would, by requests and by queues."""
