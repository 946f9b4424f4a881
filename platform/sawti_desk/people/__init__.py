"""Filing for people who call or visit, and checking who may act for whom."""
