"""`providers` keeps how messages are sent, `messages` is what is done to one of them."""
