from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "sawti.notifications"
    label = "notifications"

    def ready(self) -> None:
        from sawti.notifications import codes, email, sms
        from sawti.notifications.models import Channel
        from sawti.notifications.steps import TOPICS
        from sawti.outbox import delivery

        delivery.receive(TOPICS[Channel.EMAIL], email.send, outward=True)
        delivery.receive(TOPICS[Channel.SMS], sms.send, outward=True)
        codes.register()
