"""Every write of this app: what the scheduler does, and what staff do by hand."""
