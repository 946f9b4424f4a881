"""How staff sign in, and when they have to again."""

from sawti.project import env

SAWTI_SECOND_FACTOR = env.choice(
    "SAWTI_SECOND_FACTOR",
    ("required", "optional"),
    "required",
    about="of staff, beside the password; optional on a demo only",
)
SAWTI_STAFF_IDLE_MINUTES = env.integer(
    "SAWTI_STAFF_IDLE_MINUTES",
    30,
    least=1,
    most=480,
    about="after so long without a click staff sign in again, unless the tenant says otherwise",
)
SAWTI_STAFF_MOST_HOURS = env.integer(
    "SAWTI_STAFF_MOST_HOURS",
    12,
    least=1,
    most=24,
    about="after so long staff sign in again in any case, unless the tenant says otherwise",
)
SAWTI_CONFIRM_MINUTES = env.integer(
    "SAWTI_CONFIRM_MINUTES",
    10,
    least=1,
    most=60,
    about="for so long a password counts as just given, where something delicate is done",
)
SAWTI_OPENID_LOOPBACK = env.boolean(
    "SAWTI_OPENID_LOOPBACK",
    False,
    about="providers on this machine, by plain http; on a demo only",
)
SAWTI_BREACHED_RANGES = env.text(
    "SAWTI_BREACHED_RANGES",
    " ",
    about="address of a range service of stolen passwords, such as "
    "https://api.pwnedpasswords.com/range/; it gets five characters of a hash; none by default",
).strip()
SAWTI_OPERATOR_TENANT = env.text(
    "SAWTI_OPERATOR_TENANT",
    "none",
    about="slug of the tenant whose staff operate the platform; they ask others for access",
)
SAWTI_SUPPORT_HOURS = env.integer(
    "SAWTI_SUPPORT_HOURS",
    24,
    least=1,
    most=168,
    about="for so many hours at most a tenant can let an operator in",
)
