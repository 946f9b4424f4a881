from django.apps import AppConfig


class ActingConfig(AppConfig):
    name = "sawti.acting"
    label = "acting"

    def ready(self) -> None:
        from sawti.acting import mails

        mails.register()
