"""What stands against abuse: keys of personal fields, proxies, limits, who may be called."""

from sawti.lib.inside import InsideRefused, inside_of
from sawti.lib.key_ring import KeyRing, KeyRingRefused
from sawti.limits.rules import LimitsRefused, changed_rules
from sawti.project import env

try:
    SAWTI_FIELD_KEYS = KeyRing.parse(
        env.secret(
            "SAWTI_FIELD_KEYS",
            about="seal personal fields: `name:secret`, the current key first, older ones behind "
            "it; see keys.md",
        )
    )
except KeyRingRefused as refusal:
    raise env.SetUpError(f"SAWTI_FIELD_KEYS: {refusal}.") from refusal

# A proxy in front says who asks, and whether by https; without one, people could say it themselves.
SAWTI_BEHIND_PROXY = env.boolean(
    "SAWTI_BEHIND_PROXY",
    False,
    about="a proxy of yours ends TLS, sets X-Forwarded-Proto (and X-Request-ID) and adds to "
    "X-Forwarded-For",
)
SAWTI_TRUSTED_PROXIES = env.integer(
    "SAWTI_TRUSTED_PROXIES",
    1 if SAWTI_BEHIND_PROXY else 0,
    least=0,
    most=9,
    about="so many proxies of yours add to X-Forwarded-For; the address before theirs is the "
    "sender's. By itself 1 behind a proxy, else 0",
)
SAWTI_STATEMENT_SECONDS = env.integer(
    "SAWTI_STATEMENT_SECONDS",
    15,
    least=0,
    most=600,
    about="so long a statement of a request may take, then the request gets a 503; 0 is for ever. "
    "The worker and commands have no such limit",
)
_limits = env.text(
    "SAWTI_LIMITS",
    "default",
    about="changes to the limits of abuse.md: `file.source=90/h bahrain:file.tenant=9000/h`; "
    "`off` for a load test",
)
try:
    SAWTI_LIMITS = {} if _limits == "off" else changed_rules(_limits.removeprefix("default"))
except LimitsRefused as refusal:
    raise env.SetUpError(f"SAWTI_LIMITS: {refusal}.") from refusal
_inside = env.text(
    "SAWTI_SMS_INSIDE",
    " ",
    about="gateways and message centres of SMS inside your own network, which tenants may use "
    "although they are not of the open internet, also unencrypted: names and networks, such as "
    "`smsc.gov.internal 10.20.0.0/16`; see `delivery.md`",
)
try:
    SAWTI_SMS_INSIDE = inside_of(_inside)
except InsideRefused as refusal:
    raise env.SetUpError(f"SAWTI_SMS_INSIDE: {refusal}.") from refusal
SAWTI_LEAST_FILING_SECONDS = env.integer(
    "SAWTI_LEAST_FILING_SECONDS",
    3,
    least=0,
    most=60,
    about="nobody fills the form of a case in less; whoever does is asked to send it once more",
)
SAWTI_FILES_MOST_WAITING = env.integer(
    "SAWTI_FILES_MOST_WAITING", 5000, least=1, about="uploads of a tenant that no case uses yet"
)
SAWTI_FILES_MOST_WAITING_OF_SENDER = env.integer(
    "SAWTI_FILES_MOST_WAITING_OF_SENDER",
    100,
    least=5,
    about="those of one account, or of one network where nobody is signed in",
)
