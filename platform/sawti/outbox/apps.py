from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "sawti.outbox"
    label = "outbox"
