"""Writes of reforms, inside the transaction of whoever asks for one."""
