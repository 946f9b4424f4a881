"""Mass incidents: one known problem that many cases are about, and what is decided for all."""
