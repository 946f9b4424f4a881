from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "sawti.cases"
    label = "cases"

    def ready(self) -> None:
        from sawti.cases import digests, news, notices

        notices.register()
        digests.register()
        news.register()
