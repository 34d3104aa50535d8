"""Frozen values that every other room speaks of. No I/O here."""
