"""Companies: who owns one, who acts for it, and which proof it gave."""
