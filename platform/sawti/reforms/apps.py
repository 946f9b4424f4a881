from django.apps import AppConfig


class ReformsConfig(AppConfig):
    name = "sawti.reforms"
    label = "reforms"

    def ready(self) -> None:
        from sawti.reforms.steps import carrying_out

        carrying_out.register()
