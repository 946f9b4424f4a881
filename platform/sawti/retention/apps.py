from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "sawti.retention"
    label = "retention"

    def ready(self) -> None:
        from sawti.retention import deliveries

        deliveries.register()
