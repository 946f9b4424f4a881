from django.apps import AppConfig


class ConductConfig(AppConfig):
    name = "sawti.conduct"
    label = "conduct"

    def ready(self) -> None:
        from sawti.conduct import mails

        mails.register()
