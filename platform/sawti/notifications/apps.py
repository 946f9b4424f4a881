from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "sawti.notifications"
    label = "notifications"

    def ready(self) -> None:
        from sawti.notifications import codes, delivery
        from sawti.notifications.steps import TOPICS
        from sawti.outbox.delivery import gate, receive

        for topic in TOPICS.values():
            receive(topic, delivery.send, outward=True)
        gate(frozenset(TOPICS.values()), delivery.resting)
        codes.register()
