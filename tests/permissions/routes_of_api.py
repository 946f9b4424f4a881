"""Routes of the API."""

from tests.permissions.rules import NOBODY, PUBLIC, TO, Access, Rule, reason, words

API: dict[str, dict[str, Rule]] = {
    # The API.
    "api:types": PUBLIC,
    "api:categories": PUBLIC,
    "api:entities": PUBLIC,
    "api:consents": PUBLIC,
    "api:representations": PUBLIC,
    "api:insights": PUBLIC,
    "api:openapi": PUBLIC,
    "api:docs": PUBLIC,
    # Called with JSON here; tests/sawti_api/test_clients.py sends forms.
    "api:oauth_token": {"POST": Rule(Access.PUBLIC, 415)},
    "api:oauth_revoke": {"POST": Rule(Access.PUBLIC, 415)},
    # By the header Sawti-Session, which none of these callers sends: test_person.
    "api:person": {"GET": Rule(Access.PUBLIC, 401), "PATCH": Rule(Access.PUBLIC, 401)},
    "api:delivery_report": {"POST": Rule(Access.PUBLIC, 404)},
    "api:person_codes": {"POST": Rule(Access.PUBLIC, 422)},
    "api:person_session": {"POST": Rule(Access.PUBLIC, 422), "DELETE": Rule(Access.PUBLIC, 401)},
    "api:person_push": {"GET": Rule(Access.PUBLIC, 401), "POST": Rule(Access.PUBLIC, 401)},
    "api:person_push_one": {"DELETE": Rule(Access.PUBLIC, 401)},
    "api:person_cases": {"GET": Rule(Access.PUBLIC, 401), "POST": Rule(Access.PUBLIC, 401)},
    "api:person_case": {"GET": Rule(Access.PUBLIC, 401)},
    "api:person_businesses": {"GET": Rule(Access.PUBLIC, 401)},
    "api:person_business_cases": {"GET": Rule(Access.PUBLIC, 401)},
    "api:cases": {"POST": Rule(Access.PUBLIC, 422)},
    "api:case": {"GET": Rule(Access.RECEIPT)},
    "api:case_reply": {"POST": Rule(Access.RECEIPT)},
    "api:case_withdraw": {"POST": Rule(Access.RECEIPT)},
    "api:case_rating": {"POST": Rule(Access.RECEIPT)},
    "api:case_reopen": {"POST": Rule(Access.RECEIPT)},
    "api:files": {"POST": Rule(Access.PUBLIC, 415)},
    "api:case_file": {"GET": Rule(Access.RECEIPT)},
    "api:case_documents": {"POST": Rule(Access.RECEIPT)},
    "api:case_document": {"GET": Rule(Access.RECEIPT)},
    "api:case_document_file": {"GET": Rule(Access.RECEIPT)},
    "api:staff_documents": {
        "POST": Rule(Access.READS, 202, reason(kind="case_file", language="en"))
    },
    "api:staff_document": {"GET": Rule(Access.READS, 404)},
    "api:staff_document_file": {"GET": Rule(Access.READS, 404)},
    "api:staff_cases": {"GET": Rule(Access.STAFF)},
    "api:staff_case": {"GET": Rule(Access.READS)},
    "api:staff_take": {"POST": Rule(Access.ACTS, 200, words())},
    "api:staff_holders": {"GET": Rule(Access.ACTS)},
    # Nobody has this id: whoever acts on the case is told so, the others learn nothing.
    "api:staff_notes": {"POST": Rule(Access.ACTS, 200, reason(note="Ask the contractor."))},
    "api:staff_assign": {"POST": Rule(Access.ACTS, 422, words(holder=NOBODY))},
    "api:staff_ask": {"POST": Rule(Access.ACTS, 200, words(question="Which one?"))},
    "api:staff_answer": {"POST": Rule(Access.ACTS, 200, words(answer="Done."))},
    "api:staff_wait": {
        "POST": Rule(Access.ACTS, 200, words(waits_for="court", reason="The hearing."))
    },
    "api:staff_go_on": {"POST": Rule(Access.ACTS, 409, words())},
    "api:staff_escalate": {"POST": Rule(Access.ACTS, 200, words(reason="why"))},
    "api:staff_deescalate": {"POST": Rule(Access.TAKES_BACK, 422, words(reason="why"))},
    "api:staff_transfer": {"POST": Rule(Access.ACTS, 200, words(**TO))},
    # Nobody has the colleague, the class or the involvement that these are called with.
    "api:staff_circle": {"GET": Rule(Access.ACTS)},
    "api:staff_colleagues": {"GET": Rule(Access.ACTS)},
    "api:staff_classify": {
        "POST": Rule(Access.CLASSIFIES, 422, words(confidentiality="", reason="why"))
    },
    "api:staff_participants": {
        "POST": Rule(Access.ACTS, 422, reason(colleague=NOBODY, kind="reader", reason="why"))
    },
    "api:staff_conflicts": {"POST": Rule(Access.ACTS, 422, words(colleague=NOBODY, reason="why"))},
    "api:staff_end_involvement": {"POST": Rule(Access.ACTS, 404, reason(reason="why"))},
    "api:staff_files": {"POST": Rule(Access.ACTS, 422, lambda v: {"version": v, "files": []})},
    "api:staff_file": {"GET": Rule(Access.READS, 302)},
    "api:staff_identity": {"POST": Rule(Access.OPENS, 200, reason(reason="to call back"))},
    # Nobody has this incident; what is missing in the call is told first: test_incidents.
    "api:staff_incidents": {"GET": Rule(Access.STAFF), "POST": Rule(Access.STAFF, 422)},
    "api:staff_incident": {"GET": Rule(Access.STAFF, 404)},
    "api:staff_incident_cases": {
        "GET": Rule(Access.STAFF, 404),
        "POST": Rule(Access.STAFF, 404, lambda version: {"cases": []}),
    },
    "api:staff_incident_case": {"DELETE": Rule(Access.STAFF, 404)},
    "api:staff_incident_texts": {
        "POST": Rule(Access.STAFF, 404, lambda version: {"public_texts": {}})
    },
    "api:staff_incident_answer": {"POST": Rule(Access.STAFF, 422)},
    "api:staff_incident_due_date": {"POST": Rule(Access.STAFF, 422)},
    "api:staff_incident_close": {"POST": Rule(Access.STAFF, 404)},
    "api:staff_decision": {"GET": Rule(Access.STAFF, 404)},
    "api:unknown": {"GET": Rule(Access.PUBLIC, 404)},
}
