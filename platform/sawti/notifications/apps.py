from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "sawti.notifications"
    label = "notifications"

    def ready(self) -> None:
        from sawti.notifications import codes, email, steps
        from sawti.outbox import delivery

        delivery.receive(steps.SEND, email.send, outward=True)
        codes.register()
