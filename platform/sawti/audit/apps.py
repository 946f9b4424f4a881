from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sawti.audit"
    label = "audit"
