from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "sawti.incidents"
    label = "incidents"

    def ready(self) -> None:
        from sawti.incidents.steps import carrying_out

        carrying_out.register()
