"""The addresses of the desk, under /desk/."""

from django.urls import path

from sawti.enabling.addresses import plugin_addresses
from sawti.plugins.manifest import Place
from sawti.signin.models import Audience
from sawti_desk import (
    adherence,
    board,
    bulk,
    case,
    circle,
    documents,
    openings,
    overview,
    queue,
    saved_views,
)
from sawti_desk import limits as in_force
from sawti_desk.audit import screen as audit
from sawti_desk.clients import screens as clients
from sawti_desk.contacts import screens as limits
from sawti_desk.door import links, password, second_factor
from sawti_desk.door import provider as provider_door
from sawti_desk.incidents import deciding, gathering
from sawti_desk.incidents import screens as incidents
from sawti_desk.keeping import erasures, holds
from sawti_desk.keeping import policies as keeping
from sawti_desk.messages import screens as messages_screens
from sawti_desk.own import account, confirming, inbox
from sawti_desk.own import push as own_push
from sawti_desk.people import businesses, proofs
from sawti_desk.people import filing as caller
from sawti_desk.posts import deeds, looking, screens, setup
from sawti_desk.staff import provider as provider_screen
from sawti_desk.staff import providers as providers_screen
from sawti_desk.staff import screens as staff_screens
from sawti_desk.staff import session_rules

app_name = "desk"

_OF_STAFF, _OF_PEOPLE = {"audience": Audience.STAFF}, {"audience": Audience.PERSON}
_case = "cases/<uuid:case_id>/"
_incident = "incidents/<uuid:incident_id>/"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("messages/", inbox.inbox, name="inbox"),
    path("overview/", overview.overview, name="overview"),
    path("overview/<slug:code>/", adherence.explained, name="explained"),
    path("overview/<slug:code>.csv", adherence.explained_file, name="explained_file"),
    path("board/", board.board, name="board"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/gather/", gathering.gather, name="gather"),
    path(_incident, incidents.incident, name="incident"),
    path(f"{_incident}text/", incidents.change_text, name="incident_text"),
    path(f"{_incident}close/", incidents.close, name="incident_close"),
    path(f"{_incident}cases/<uuid:case_id>/remove/", incidents.remove, name="incident_remove"),
    path(f"{_incident}answer/", deciding.decide, {"kind": "answer"}, name="answer_incident"),
    path(f"{_incident}due-date/", deciding.decide, {"kind": "due_date"}, name="incident_due_date"),
    path(f"{_incident}decisions/<uuid:decision_id>/", deciding.decision, name="decision"),
    path("audit/", audit.audit, name="audit"),
    path("audit/export/", audit.export, name="audit_export"),
    path("limits/", in_force.limits, name="limits"),
    path("clients/", clients.clients_page, name="clients"),
    path("clients/new/", clients.new_client, name="new_client"),
    path("clients/<uuid:client_id>/", clients.client, name="client"),
    path("views/", saved_views.views, name="views"),
    path("views/<uuid:view_id>/", saved_views.view, name="view"),
    path("posts/", screens.posts, name="posts"),
    path("posts/give/", deeds.give, name="give_post"),
    path("posts/<uuid:post_id>/end/", deeds.end, name="end_post"),
    path("posts/<uuid:post_id>/delegate/", deeds.represent, name="delegate"),
    path("entities/<slug:code>/posts/", screens.entity_posts, name="entity_posts"),
    path("entities/<slug:code>/setup/", setup.setup, name="setup"),
    path("setup/", setup.overview, name="setups"),
    path("staff/<uuid:staff_id>/access/", screens.access, name="access"),
    path("staff/<uuid:staff_id>/view/", looking.begin, name="view_as"),
    path("looking/end/", looking.end, name="end_looking"),
    path("support/", looking.support, name="support"),
    path("support/<uuid:grant_id>/allow/", looking.allow, name="allow_support"),
    path("support/<uuid:grant_id>/end/", looking.stop, name="end_support"),
    path("support/enter/<str:token>/", looking.enter, name="enter_support"),
    path("sign-in/", password.sign_in, name="sign_in"),
    path("sign-in/code/", second_factor.second_factor, name="second_factor"),
    path("sign-in/enrol/", second_factor.enrol, name="enrol"),
    path("sign-in/forgotten/", links.forgotten, name="forgotten"),
    path("sign-in/provider/", provider_door.leave, name="provider_leave"),
    path("sign-in/provider/back/", provider_door.back, name="provider_back"),
    path("link/<str:key>/", links.link, name="link"),
    path("sign-out/", password.sign_out, name="sign_out"),
    path("confirm/", confirming.confirm, name="confirm"),
    path("keeping/", keeping.policies, name="keeping"),
    path("keeping/policies/<uuid:policy_id>/", keeping.take_back, name="keeping_policy"),
    path("keeping/runs/<uuid:run_id>/", keeping.run, name="keeping_run"),
    path("keeping/runs/<uuid:run_id>.csv", keeping.run_file, name="keeping_run_file"),
    path("keeping/holds/", holds.holds, name="holds"),
    path("keeping/holds/<uuid:hold_id>/", holds.hold, name="hold"),
    path("keeping/requests/", erasures.erasures, name="erasures"),
    path("keeping/requests/<uuid:request_id>/", erasures.erasure, name="erasure"),
    path("staff/", staff_screens.members_page, name="staff"),
    path("staff/invite/", staff_screens.invite_page, name="invite"),
    path("staff/provider/", provider_screen.provider, _OF_STAFF, name="provider"),
    path("staff/provider/people/", provider_screen.provider, _OF_PEOPLE, name="provider_of_people"),
    path("staff/sessions/", session_rules.session_rules, name="session_rules"),
    path("messages/log/", messages_screens.log, name="messages"),
    path("messages/log/<uuid:message_id>/", messages_screens.one, name="message"),
    path("cases/<uuid:case_id>/messages/", messages_screens.of_case, name="case_messages"),
    path("staff/messages/", providers_screen.providers, name="message_providers"),
    path("staff/messages/<slug:code>/", providers_screen.provider, name="message_provider"),
    path("staff/<uuid:member_id>/", staff_screens.member, name="member"),
    path("account/", account.account, name="account"),
    path("account/mails/", inbox.mails, name="mails"),
    path("account/push/", own_push.push, name="push"),
    path("account/password/", account.password, name="account_password"),
    path("account/app/", account.app, name="account_app"),
    path("account/key/", account.key, name="account_key"),
    path("account/codes/", account.codes, name="account_codes"),
    path("account/factors/<uuid:factor_id>/", account.remove_factor, name="account_factor"),
    path("account/identity/", account.unlink, name="account_identity"),
    path("account/sessions/", account.end_session, name="account_sessions"),
    path(_case, case.case, name="case"),
    path(f"{_case}take/", case.act, {"deed": case.TAKE}, name="take"),
    path(f"{_case}ask/", case.act, {"deed": case.ASK}, name="ask"),
    path(f"{_case}answer/", case.act, {"deed": case.ANSWER}, name="answer"),
    path(f"{_case}transfer/", case.act, {"deed": case.TRANSFER}, name="transfer"),
    path(f"{_case}wait/", case.act, {"deed": case.WAIT}, name="wait"),
    path(f"{_case}go-on/", case.act, {"deed": case.GO_ON}, name="go_on"),
    path(f"{_case}assign/", case.act, {"deed": case.ASSIGN}, name="assign"),
    path(f"{_case}escalate/", case.act, {"deed": case.ESCALATE}, name="escalate"),
    path(f"{_case}deescalate/", case.act, {"deed": case.DEESCALATE}, name="deescalate"),
    path(f"{_case}note/", case.act, {"deed": case.NOTE}, name="note"),
    path(f"{_case}next/", case.next_case, name="next"),
    path(f"{_case}keep/", case.act, {"deed": case.KEEP}, name="keep"),
    path(f"{_case}files/<uuid:file_id>/", case.file, name="file"),
    path(f"{_case}identity/", case.identity, name="identity"),
    path("contacts/", limits.contacts, name="contacts"),
    path("contacts/<uuid:limit_id>/", limits.contact_limit, name="contact_limit"),
    path("proofs/", proofs.proofs, name="proofs"),
    path("proofs/accepted/", proofs.accepted_proofs, name="accepted_proofs"),
    path("proofs/businesses/", businesses.businesses, name="businesses"),
    path("proofs/businesses/verified/", businesses.verified_businesses, name="verified_businesses"),
    path("proofs/businesses/<uuid:business_id>/", businesses.business, name="business"),
    path(
        "proofs/businesses/<uuid:business_id>/<uuid:file_id>/",
        businesses.document,
        name="register_document",
    ),
    path("proofs/<uuid:representation_id>/", proofs.proof, name="proof"),
    path(
        "proofs/<uuid:representation_id>/<uuid:file_id>/",
        proofs.proof_file_page,
        name="proof_file",
    ),
    path("file/", caller.file_for, name="file_for"),
    path(f"{_case}limit/", limits.propose, name="limit_contact"),
    path("openings/", openings.openings, name="openings"),
    path(f"{_case}openings/<uuid:opening_id>/", openings.approve, name="approve_opening"),
    path(f"{_case}circle/", circle.circle, name="circle"),
    path(f"{_case}circle/class/", circle.change, {"deed": circle.CLASSIFY}, name="classify"),
    path(f"{_case}circle/conflict/", circle.change, {"deed": circle.CONFLICT}, name="conflict"),
    path(
        f"{_case}circle/participant/",
        circle.change,
        {"deed": circle.PARTICIPANT},
        name="participant",
    ),
    path(
        f"{_case}circle/<uuid:involvement_id>/end/",
        circle.change,
        {"deed": circle.END},
        name="end_involvement",
    ),
    path(f"{_case}documents/", documents.order, name="documents"),
    path(f"{_case}documents/<uuid:document_id>/", documents.document, name="document"),
    path(
        f"{_case}documents/<uuid:document_id>/file/", documents.document_file, name="document_file"
    ),
    *plugin_addresses(Place.DESK),
]
