"""Practice servers on loopback: IMAP, SMTP and DNS with switchable faults. See README.md beside this file."""
