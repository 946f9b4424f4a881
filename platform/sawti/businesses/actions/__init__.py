"""Writes about companies."""
