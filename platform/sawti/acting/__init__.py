"""Acting for somebody else: who represents whom, with which proof, and for how long."""
