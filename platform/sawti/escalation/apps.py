from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "sawti.escalation"
    label = "escalation"
