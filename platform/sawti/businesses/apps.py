from django.apps import AppConfig


class BusinessesConfig(AppConfig):
    name = "sawti.businesses"
    label = "businesses"

    def ready(self) -> None:
        from sawti.businesses import mails

        mails.register()
