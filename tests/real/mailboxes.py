"""The mailboxes on the real servers: one for each state that a person's mailbox can be in."""

from __future__ import annotations

from dataclasses import dataclass

from imapclient import imap_utf7

DOMAIN = "example.test"
SENT_IN_RUSSIAN = "Отправленные"


@dataclass(frozen=True)
class Mailbox:
    """`namespace` names a block of dovecot.conf; `refused_imap` is the reason that IMAP gives."""

    name: str
    about: str
    password: str = ""
    namespace: str = "flagged"
    folders: tuple[str, ...] = ()  # on disk besides the namespace's own, below its prefix
    inbox_bytes: int = 0  # size of the one letter in INBOX; 0 for none
    userdb: tuple[str, ...] = ()  # extra fields of Dovecot's passwd-file; none may hold a blank
    refused_imap: str = ""
    refuses_smtp: bool = False
    owner: str = ""  # who may send from this address; "" for itself

    @property
    def address(self) -> str:
        return f"{self.name}@{DOMAIN}"

    @property
    def secret(self) -> str:
        return self.password or f"pass-{self.name}"

    def passwd_line(self) -> str:
        """The line of Dovecot's passwd-file. Fields: name, password, uid, gid, (gecos), home, (shell), extra."""
        extra = list(self.userdb)
        if self.namespace != "flagged":
            extra += ["userdb_namespace/flagged/disabled=yes", f"userdb_namespace/{self.namespace}/disabled=no"]
        return f"{self.address}:{{PLAIN}}{self.secret}::::::{' '.join(extra)}\n"

    def maildirs(self) -> list[str]:
        """Names of the Maildir++ folders to make; on disk they are in modified UTF-7, levels parted by dots."""
        return ["." + imap_utf7.encode(name).decode("ascii").replace("/", ".") for name in self.folders]


_ALL = (
    Mailbox("alice", "all is well"),
    Mailbox("bob", "another person's mailbox, all is well"),
    Mailbox("nosent", "no folder for sent letters", namespace="bare"),
    Mailbox("russian", "«Отправленные» with the \\Sent flag", namespace="russian"),
    Mailbox("unflagged", "«Отправленные» without a flag", namespace="bare", folders=(SENT_IN_RUSSIAN, "Черновики")),
    Mailbox("prefixed", "INBOX. before every name, INBOX.Sent without a flag", namespace="prefixed", folders=("Sent",)),
    Mailbox("prefixed-nosent", "INBOX. before every name, no Sent", namespace="prefixed", folders=("Archive",)),
    Mailbox("two-sent", "two unflagged candidates for Sent", namespace="bare", folders=("Sent", SENT_IN_RUSSIAN)),
    Mailbox("barred", "Sent is listed, but may not be opened (ACL)"),
    Mailbox("many", "200 folders", folders=tuple(f"Клиенты/Клиент {number:03}" for number in range(1, 201))),
    Mailbox("nearly-full", "95 of 100 KiB used", inbox_bytes=95 * 1024, userdb=("userdb_quota_rule=*:storage=100",)),
    Mailbox("full", "20 of 10 KiB used", inbox_bytes=20 * 1024, userdb=("userdb_quota_rule=*:storage=10",)),
    Mailbox("crowded", "to be filled up with connections by the test"),
    Mailbox("cyrillic-secret", "a password in Cyrillic letters", password="пароль-Ёжик"),
    Mailbox("denied", "allowed from other addresses only", userdb=("allow_nets=10.99.0.0/16",)),
    Mailbox(
        "imapoff",
        "IMAP refused with a reason, SMTP accepted",
        refused_imap="IMAP access is disabled for this mailbox.",
    ),
    Mailbox("smtpoff", "SMTP refused without a reason, IMAP accepted", refuses_smtp=True),
    Mailbox(
        "locked",
        "refused by both, IMAP gives a Cyrillic reason",
        refused_imap="Ваш ящик заблокирован администратором",
        refuses_smtp=True,
    ),
    Mailbox("stranger", "may not send from its own address", owner="bob"),
)

MAILBOXES = {mailbox.name: mailbox for mailbox in _ALL}
