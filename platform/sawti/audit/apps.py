from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sawti.audit"
    label = "audit"

    def ready(self) -> None:
        from django.core.checks import register

        from sawti.audit.checks import check_audit_key

        register(check_audit_key, deploy=True)
