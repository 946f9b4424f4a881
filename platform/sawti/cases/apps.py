from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "sawti.cases"
    label = "cases"

    def ready(self) -> None:
        from sawti.cases import digests, news, notices
        from sawti.cases.steps import rescheduling

        rescheduling.register()
        notices.register()
        digests.register()
        news.register()
