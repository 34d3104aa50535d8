"""mailcheck: will this mailbox work in amoCRM, and if not, what exactly to do."""

__version__ = "0.1.0"
