from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "sawti.escalation"
    label = "escalation"

    def ready(self) -> None:
        from sawti.escalation import messages, news

        news.register()
        messages.register()
