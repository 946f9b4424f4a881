"""Addresses under /api/; whatever leads nowhere is answered by the API too, never by a page."""

from django.urls import path, re_path

from sawti.enabling.addresses import plugin_addresses
from sawti_api.resource import Unknown
from sawti_api.v1.cases import after
from sawti_api.v1.cases.views import Cases, OneCase, Reply
from sawti_api.v1.catalogue.views import Categories, Consents, Entities, Representations, Types
from sawti_api.v1.docs.views import Docs, OpenApi
from sawti_api.v1.documents import public
from sawti_api.v1.documents import staff as documents
from sawti_api.v1.files.views import FileOfCase, Files
from sawti_api.v1.insights.views import Insights
from sawti_api.v1.oauth import views as oauth
from sawti_api.v1.person import cases as person_cases
from sawti_api.v1.person import push
from sawti_api.v1.person import views as person
from sawti_api.v1.reports.views import DeliveryReport
from sawti_api.v1.staff import circle, escalation
from sawti_api.v1.staff import holders as staff_holders
from sawti_api.v1.staff import notes as staff_notes
from sawti_api.v1.staff import views as staff
from sawti_api.v1.staff import waiting as staff_waiting
from sawti_api.v1.staff.files import KeepFiles, StaffFile
from sawti_api.v1.staff.incidents import decisions
from sawti_api.v1.staff.incidents import views as incidents

CASE = "v1/staff/cases/<uuid:case_id>"
INCIDENT = "v1/staff/incidents/<uuid:incident_id>"
DOCUMENT = "v1/cases/<str:number>/documents/<uuid:document_id>"
STAFF_DOCUMENT = f"{CASE}/documents/<uuid:document_id>"

app_name = "api"
urlpatterns = [
    path("v1/types", Types.as_view(), name="types"),
    path("v1/categories", Categories.as_view(), name="categories"),
    path("v1/representations", Representations.as_view(), name="representations"),
    path("v1/consents", Consents.as_view(), name="consents"),
    path("v1/entities", Entities.as_view(), name="entities"),
    path("v1/insights", Insights.as_view(), name="insights"),
    path("v1/cases", Cases.as_view(), name="cases"),
    path("v1/cases/<str:number>", OneCase.as_view(), name="case"),
    path("v1/files", Files.as_view(), name="files"),
    path("v1/cases/<str:number>/files/<uuid:file_id>", FileOfCase.as_view(), name="case_file"),
    path("v1/cases/<str:number>/reply", Reply.as_view(), name="case_reply"),
    path("v1/cases/<str:number>/withdraw", after.Withdraw.as_view(), name="case_withdraw"),
    path("v1/cases/<str:number>/rating", after.Rate.as_view(), name="case_rating"),
    path("v1/cases/<str:number>/reopen", after.Reopen.as_view(), name="case_reopen"),
    path("v1/cases/<str:number>/documents", public.Documents.as_view(), name="case_documents"),
    path(DOCUMENT, public.OneDocument.as_view(), name="case_document"),
    path(f"{DOCUMENT}/file", public.DocumentFile.as_view(), name="case_document_file"),
    path("v1/staff/cases", staff.StaffCases.as_view(), name="staff_cases"),
    path(CASE, staff.StaffCase.as_view(), name="staff_case"),
    path(f"{CASE}/take", staff.Take.as_view(), name="staff_take"),
    path(f"{CASE}/holders", staff_holders.Holders.as_view(), name="staff_holders"),
    path(f"{CASE}/notes", staff_notes.AddNote.as_view(), name="staff_notes"),
    path(f"{CASE}/assign", staff_holders.Assign.as_view(), name="staff_assign"),
    path(f"{CASE}/ask", staff.Ask.as_view(), name="staff_ask"),
    path(f"{CASE}/answer", staff.Answer.as_view(), name="staff_answer"),
    path(f"{CASE}/wait", staff_waiting.Wait.as_view(), name="staff_wait"),
    path(f"{CASE}/go-on", staff_waiting.GoOn.as_view(), name="staff_go_on"),
    path(f"{CASE}/transfer", staff.Transfer.as_view(), name="staff_transfer"),
    path(f"{CASE}/escalate", escalation.Escalate.as_view(), name="staff_escalate"),
    path(f"{CASE}/deescalate", escalation.Deescalate.as_view(), name="staff_deescalate"),
    path(f"{CASE}/files", KeepFiles.as_view(), name="staff_files"),
    path(f"{CASE}/files/<uuid:file_id>", StaffFile.as_view(), name="staff_file"),
    path(f"{CASE}/identity", staff.OpenIdentity.as_view(), name="staff_identity"),
    path(f"{CASE}/circle", circle.Circle.as_view(), name="staff_circle"),
    path(f"{CASE}/colleagues", circle.Colleagues.as_view(), name="staff_colleagues"),
    path(f"{CASE}/classify", circle.Classify.as_view(), name="staff_classify"),
    path(f"{CASE}/participants", circle.AddParticipant.as_view(), name="staff_participants"),
    path(f"{CASE}/conflicts", circle.NameConflict.as_view(), name="staff_conflicts"),
    path(
        f"{CASE}/involvements/<uuid:involvement_id>/end",
        circle.EndInvolvement.as_view(),
        name="staff_end_involvement",
    ),
    path(f"{CASE}/documents", documents.StaffDocuments.as_view(), name="staff_documents"),
    path(STAFF_DOCUMENT, documents.StaffDocument.as_view(), name="staff_document"),
    path(
        f"{STAFF_DOCUMENT}/file", documents.StaffDocumentFile.as_view(), name="staff_document_file"
    ),
    path("v1/staff/incidents", incidents.Incidents.as_view(), name="staff_incidents"),
    path(INCIDENT, incidents.Incident.as_view(), name="staff_incident"),
    path(f"{INCIDENT}/cases", incidents.IncidentCases.as_view(), name="staff_incident_cases"),
    path(
        f"{INCIDENT}/cases/<uuid:case_id>",
        incidents.IncidentCase.as_view(),
        name="staff_incident_case",
    ),
    path(f"{INCIDENT}/public-texts", incidents.PublicTexts.as_view(), name="staff_incident_texts"),
    path(f"{INCIDENT}/answer", decisions.AnswerAll.as_view(), name="staff_incident_answer"),
    path(f"{INCIDENT}/due-date", decisions.MoveDueDate.as_view(), name="staff_incident_due_date"),
    path(f"{INCIDENT}/close", incidents.Close.as_view(), name="staff_incident_close"),
    path(
        f"{INCIDENT}/decisions/<uuid:decision_id>",
        decisions.OneDecision.as_view(),
        name="staff_decision",
    ),
    path("v1/person", person.Profile.as_view(), name="person"),
    path("v1/person/codes", person.Codes.as_view(), name="person_codes"),
    path("v1/person/session", person.Session.as_view(), name="person_session"),
    path("v1/person/push", push.Push.as_view(), name="person_push"),
    path("v1/person/push/<uuid:subscription_id>", push.OnePush.as_view(), name="person_push_one"),
    path("v1/person/cases", person_cases.OwnCases.as_view(), name="person_cases"),
    path("v1/person/cases/<str:number>", person_cases.OwnCaseView.as_view(), name="person_case"),
    path("v1/person/businesses", person_cases.Businesses.as_view(), name="person_businesses"),
    path(
        "v1/person/businesses/<uuid:business_id>/cases",
        person_cases.BusinessCases.as_view(),
        name="person_business_cases",
    ),
    path("v1/oauth/token", oauth.IssueToken.as_view(), name="oauth_token"),
    path("v1/oauth/revoke", oauth.RevokeToken.as_view(), name="oauth_revoke"),
    path("v1/reports/<str:key>", DeliveryReport.as_view(), name="delivery_report"),
    path("v1/openapi.json", OpenApi.as_view(), name="openapi"),
    path("v1/docs/", Docs.as_view(), name="docs"),
    *plugin_addresses("api", "v1/p/"),
    re_path(r"", Unknown.as_view(), name="unknown"),
]
