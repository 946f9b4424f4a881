from django.apps import AppConfig


class EntitiesConfig(AppConfig):
    name = "sawti.entities"
    label = "entities"

    def ready(self) -> None:
        from sawti.entities import deliveries

        deliveries.register()
