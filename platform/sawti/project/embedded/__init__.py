"""A private PostgreSQL for evaluation, development and tests. Knows nothing of Django."""
