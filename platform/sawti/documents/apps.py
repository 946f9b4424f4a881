from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "sawti.documents"
    label = "documents"

    def ready(self) -> None:
        from sawti.documents.actions import render_document
        from sawti.documents.steps import RENDER
        from sawti.outbox.delivery import receive

        # Outward: drawing takes a second or two and must not hold a transaction open.
        receive(RENDER, render_document, outward=True)
