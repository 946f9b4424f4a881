"""What is told to whom, by which way and in which words; and what each one chose of it."""
