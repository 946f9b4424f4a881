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
