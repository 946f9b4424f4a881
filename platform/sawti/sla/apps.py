from django.apps import AppConfig


class SlaConfig(AppConfig):
    name = "sawti.sla"
    label = "sla"
