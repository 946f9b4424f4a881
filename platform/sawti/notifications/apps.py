from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "sawti.notifications"
    label = "notifications"

    def ready(self) -> None:
        from sawti.notifications import codes, email, sms, steps
        from sawti.outbox import delivery

        delivery.receive(steps.SEND, email.send, outward=True)
        delivery.receive(steps.SEND_SMS, sms.send, outward=True)
        codes.register()
