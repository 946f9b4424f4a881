"""Routes of the desk."""

from tests.permissions.rules import NOBODY, TO, Access, Rule, reason, words

DESK: dict[str, dict[str, Rule]] = {
    # The desk.
    "desk:sign_in": {"GET": Rule(Access.GUEST), "POST": Rule(Access.PUBLIC, 422)},
    "desk:sign_out": {"POST": Rule(Access.PUBLIC, 303)},
    # For whoever gave the right password and nothing else: nobody of these roles.
    "desk:second_factor": {"GET": Rule(Access.PUBLIC, 303), "POST": Rule(Access.PUBLIC, 303)},
    "desk:enrol": {"GET": Rule(Access.PUBLIC, 303), "POST": Rule(Access.PUBLIC, 303)},
    "desk:forgotten": {"GET": Rule(Access.PUBLIC), "POST": Rule(Access.PUBLIC, 422)},
    "desk:link": {"GET": Rule(Access.PUBLIC, 404), "POST": Rule(Access.PUBLIC, 404)},
    "desk:provider_leave": {"POST": Rule(Access.PUBLIC, 303)},
    "desk:provider_back": {"GET": Rule(Access.PUBLIC, 303)},
    "desk:session_rules": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.STAFF, 303)},
    "desk:messages": {"GET": Rule(Access.MANAGES_STAFF)},
    "desk:message": {
        "GET": Rule(Access.MANAGES_STAFF, 404),
        "POST": Rule(Access.MANAGES_STAFF, 404),
    },
    "desk:case_messages": {"GET": Rule(Access.READS)},
    "desk:message_providers": {"GET": Rule(Access.STAFF, 303)},
    "desk:message_provider": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.STAFF, 303)},
    "desk:provider": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.STAFF, 303)},
    "desk:provider_of_people": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.STAFF, 303)},
    "desk:account_identity": {"POST": Rule(Access.STAFF, 303)},
    "desk:keeping": {"GET": Rule(Access.PROTECTS), "POST": Rule(Access.PROTECTS, 422)},
    "desk:keeping_policy": {"POST": Rule(Access.PROTECTS, 404)},
    "desk:keeping_run": {"GET": Rule(Access.PROTECTS, 404)},
    "desk:keeping_run_file": {"GET": Rule(Access.PROTECTS, 404)},
    "desk:holds": {"GET": Rule(Access.PROTECTS), "POST": Rule(Access.PROTECTS, 422)},
    "desk:hold": {"POST": Rule(Access.PROTECTS, 404)},
    # Nobody of these roles checks proofs; the contact centre's agent files for callers.
    "desk:proofs": {"GET": Rule(Access.CHECKS)},
    "desk:proof": {"GET": Rule(Access.CHECKS), "POST": Rule(Access.CHECKS)},
    "desk:proof_file": {"GET": Rule(Access.CHECKS)},
    "desk:accepted_proofs": {"GET": Rule(Access.CHECKS)},
    "desk:verified_businesses": {"GET": Rule(Access.CHECKS), "POST": Rule(Access.CHECKS)},
    "desk:businesses": {"GET": Rule(Access.CHECKS)},
    "desk:business": {"GET": Rule(Access.CHECKS), "POST": Rule(Access.CHECKS)},
    "desk:register_document": {"GET": Rule(Access.CHECKS)},
    "desk:file_for": {"GET": Rule(Access.FILES), "POST": Rule(Access.FILES, 422)},
    "desk:erasures": {"GET": Rule(Access.PROTECTS)},
    "desk:erasure": {"POST": Rule(Access.PROTECTS, 404, reason(deed="refuse", refusal="law"))},
    "desk:staff": {"GET": Rule(Access.MANAGES_STAFF)},
    "desk:invite": {
        "GET": Rule(Access.MANAGES_STAFF),
        "POST": Rule(Access.MANAGES_STAFF, 422),
    },
    "desk:member": {"POST": Rule(Access.STAFF, 303)},
    "desk:confirm": {"GET": Rule(Access.STAFF), "POST": Rule(Access.STAFF, 422)},
    "desk:account": {"GET": Rule(Access.STAFF)},
    "desk:mails": {"GET": Rule(Access.STAFF), "POST": Rule(Access.STAFF, 303)},
    "desk:push": {"GET": Rule(Access.STAFF), "POST": Rule(Access.STAFF, 422)},
    "desk:inbox": {"GET": Rule(Access.STAFF), "POST": Rule(Access.STAFF, 303)},
    "desk:account_password": {"GET": Rule(Access.STAFF), "POST": Rule(Access.STAFF, 422)},
    # Delicate: each asks for the password first.
    "desk:account_app": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.STAFF, 303)},
    "desk:account_key": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.STAFF, 303)},
    "desk:account_codes": {"POST": Rule(Access.STAFF, 303)},
    "desk:account_factor": {"POST": Rule(Access.STAFF, 303)},
    "desk:account_sessions": {"POST": Rule(Access.STAFF, 303)},
    "desk:queue": {"GET": Rule(Access.STAFF)},
    "desk:board": {"GET": Rule(Access.STAFF)},
    "desk:overview": {"GET": Rule(Access.STAFF)},
    "desk:explained": {"GET": Rule(Access.STAFF, 404)},
    "desk:explained_file": {"GET": Rule(Access.STAFF, 404)},
    "desk:audit": {"GET": Rule(Access.AUDITS)},
    "desk:audit_export": {"POST": Rule(Access.AUDITS)},
    "desk:limits": {"GET": Rule(Access.MANAGES_STAFF)},
    # Delicate: making and ending ask for the password first.
    "desk:clients": {"GET": Rule(Access.ADMINISTERS)},
    "desk:new_client": {
        "GET": Rule(Access.ADMINISTERS, 303),
        "POST": Rule(Access.ADMINISTERS, 303),
    },
    "desk:client": {"POST": Rule(Access.ADMINISTERS, 303)},
    "desk:bulk": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.STAFF, 303)},
    # Nobody has the incident that these are called with; without a ticked case one goes back.
    "desk:incidents": {"GET": Rule(Access.STAFF)},
    "desk:gather": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.STAFF, 303)},
    "desk:incident": {"GET": Rule(Access.STAFF, 404)},
    "desk:incident_text": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.STAFF, 404)},
    "desk:incident_close": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.STAFF, 404)},
    "desk:incident_remove": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.STAFF, 404)},
    "desk:answer_incident": {"GET": Rule(Access.STAFF, 404), "POST": Rule(Access.STAFF, 404)},
    "desk:incident_due_date": {"GET": Rule(Access.STAFF, 404), "POST": Rule(Access.STAFF, 404)},
    "desk:decision": {"GET": Rule(Access.STAFF, 404)},
    "desk:views": {
        "GET": Rule(Access.STAFF),
        "POST": Rule(Access.STAFF, 303, reason(name="Mine", query="queue=all")),
    },
    "desk:view": {
        "GET": Rule(Access.STAFF, 303),
        "POST": Rule(Access.STAFF, 404, reason(name="Mine")),
    },
    # Posts; nobody has the post, the colleague or the entity that they are called with.
    "desk:posts": {"GET": Rule(Access.OVERSEES)},
    "desk:give_post": {
        "GET": Rule(Access.ADMINISTERS),
        "POST": Rule(Access.ADMINISTERS, 422),
    },
    "desk:end_post": {"GET": Rule(Access.STAFF, 404), "POST": Rule(Access.STAFF, 404)},
    "desk:delegate": {"GET": Rule(Access.STAFF, 404), "POST": Rule(Access.STAFF, 404)},
    "desk:entity_posts": {"GET": Rule(Access.STAFF, 404)},
    "desk:access": {"GET": Rule(Access.STAFF, 404)},
    "desk:setups": {"GET": Rule(Access.SETS_UP)},
    "desk:setup": {"GET": Rule(Access.STAFF, 404), "POST": Rule(Access.STAFF, 404)},
    # Administrators are told that the colleague is missing, the others that they may not look.
    "desk:view_as": {"POST": Rule(Access.ADMINISTERS, 404)},
    "desk:end_looking": {"POST": Rule(Access.STAFF, 303)},
    "desk:support": {"GET": Rule(Access.ADMINISTERS)},
    "desk:allow_support": {"POST": Rule(Access.ADMINISTERS, 404)},
    "desk:end_support": {"POST": Rule(Access.ADMINISTERS, 404)},
    "desk:enter_support": {"GET": Rule(Access.PUBLIC), "POST": Rule(Access.PUBLIC, 409)},
    "desk:contacts": {"GET": Rule(Access.DECIDES_LIMITS)},
    # Nobody has the limit that it is called with.
    "desk:contact_limit": {
        "GET": Rule(Access.DECIDES_LIMITS, 404),
        "POST": Rule(Access.DECIDES_LIMITS, 404),
    },
    "desk:limit_contact": {"GET": Rule(Access.LIMITS), "POST": Rule(Access.LIMITS, 422)},
    "desk:case": {"GET": Rule(Access.READS)},
    "desk:take": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.ACTS, 303, words())},
    "desk:ask": {
        "GET": Rule(Access.STAFF, 303),
        "POST": Rule(Access.ACTS, 303, words(question="Which one?")),
    },
    "desk:answer": {
        "GET": Rule(Access.STAFF, 303),
        "POST": Rule(Access.ACTS, 303, words(answer="Done.")),
    },
    "desk:transfer": {
        "GET": Rule(Access.STAFF, 303),
        "POST": Rule(Access.ACTS, 303, words(**TO)),
    },
    "desk:wait": {
        "GET": Rule(Access.STAFF, 303),
        "POST": Rule(Access.ACTS, 303, words(waits_for="court", reason="The hearing.")),
    },
    "desk:go_on": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.ACTS, 409, words())},
    "desk:escalate": {
        "GET": Rule(Access.STAFF, 303),
        "POST": Rule(Access.ACTS, 303, words(reason="why")),
    },
    # The case that it is called with is not escalated.
    "desk:deescalate": {
        "GET": Rule(Access.STAFF, 303),
        "POST": Rule(Access.TAKES_BACK, 422, words(reason="why")),
    },
    "desk:assign": {
        "GET": Rule(Access.STAFF, 303),
        "POST": Rule(Access.ACTS, 422, words(holder=NOBODY)),
    },
    "desk:note": {
        "GET": Rule(Access.STAFF, 303),
        "POST": Rule(Access.ACTS, 303, words(note="Ask the contractor.")),
    },
    "desk:next": {"GET": Rule(Access.READS, 303)},
    "desk:keep": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.ACTS, 422, words())},
    "desk:file": {"GET": Rule(Access.READS, 302)},
    "desk:identity": {
        "GET": Rule(Access.STAFF, 303),
        "POST": Rule(Access.OPENS, 200, reason(reason="to call back")),
    },
    # Who acts on the case is told what is missing; the others learn nothing.
    "desk:circle": {"GET": Rule(Access.ACTS)},
    "desk:classify": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.ACTS, 422, words())},
    "desk:conflict": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.ACTS, 422, words())},
    "desk:participant": {"GET": Rule(Access.STAFF, 303), "POST": Rule(Access.ACTS, 422, words())},
    # Nobody wants an identity opened here.
    "desk:approve_opening": {
        "GET": Rule(Access.STAFF, 303),
        "POST": Rule(Access.OPENS, 404),
    },
    "desk:openings": {"GET": Rule(Access.PROTECTS)},
    "desk:end_involvement": {
        "GET": Rule(Access.STAFF, 303),
        "POST": Rule(Access.ACTS, 422, words()),
    },
    "desk:documents": {
        "GET": Rule(Access.STAFF, 303),
        "POST": Rule(Access.READS, 303, reason(kind="case_file", language="en")),
    },
    # Nobody has asked for the document that they are called with.
    "desk:document": {"GET": Rule(Access.READS, 404)},
    "desk:document_file": {"GET": Rule(Access.READS, 404)},
}
