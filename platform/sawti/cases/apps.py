from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "sawti.cases"
    label = "cases"

    def ready(self) -> None:
        from sawti.cases import news, notices

        notices.register()
        news.register()
