"""What every Flask service needs and nobody should write twice: a microservice chassis.

Import from the modules (`from chassis.app import create_app`). This file stays empty on purpose: gunicorn's
master imports `chassis.gunicorn`, and with it this package, before it says where the workers share their
metrics; prometheus_client reads that when it is first imported.
"""
