"""Rules about logs, metrics and alarms."""
