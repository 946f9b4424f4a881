from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "sawti.quality"
    label = "quality"

    def ready(self) -> None:
        from sawti.quality import notices

        notices.register()
