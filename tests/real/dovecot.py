"""A private Dovecot 2.3 with the mailboxes of mailboxes.py. It needs no root."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.real.certificates import Certificates
from tests.real.daemon import Daemon, Unavailable, addresses, fill_template, find_program, free_ports, greeting
from tests.real.mailboxes import MAILBOXES, Mailbox

CONFIG = Path(__file__).with_name("config")
PORTS = ("IMAP", "IMAPS", "LMTP", "SASL", "QUOTA")
MOST_CONNECTIONS = 8  # of one mailbox from one address
SERVICES = ("anvil", "imap-login", "stats")  # those that Dovecot puts into a chroot, which only root can


class Dovecot:
    """IMAP on `starttls_port` and `tls_port`; LMTP, SASL and quota answers for Postfix on the other ports."""

    def __init__(self, base: Path, certificates: Certificates, certificate: str = "good") -> None:
        program = _program()
        # who meets a faulty certificate never sees a mailbox: one will do
        mailboxes = tuple(MAILBOXES.values()) if certificate == "good" else (MAILBOXES["alice"],)
        _lay_out(base, mailboxes)
        self.addresses = addresses()
        ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
        self.starttls_port = ports["IMAP"]
        self.tls_port = ports["IMAPS"]
        self.lmtp_port = ports["LMTP"]
        self.sasl_port = ports["SASL"]
        self.quota_port = ports["QUOTA"]
        configuration = fill_template(
            CONFIG / "dovecot.conf.in",
            BASE=base,
            LISTEN=", ".join(self.addresses),
            MOST_CONNECTIONS=MOST_CONNECTIONS,
            INSTANCE=f"mailcheck-{os.getpid()}-{certificate}",
            CERTIFICATE=certificates.file(certificate),
            KEY=certificates.key(certificate),
            **_identity(base),
            **ports,
        )
        (base / "dovecot.conf").write_text(configuration, encoding="utf-8")
        self.daemon = Daemon(
            [program, "-F", "-c", str(base / "dovecot.conf")],
            log=base / "dovecot.log",
            ready=lambda: greeting(self.starttls_port),
        )


def _program() -> str:
    program = find_program("dovecot")
    if not Path("/usr/lib/dovecot/imap").exists() or not Path("/usr/lib/dovecot/lmtp").exists():
        raise Unavailable("dovecot-imapd or dovecot-lmtpd is not installed")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[0]
    if not version.startswith("2.3."):
        raise Unavailable(f"Dovecot 2.3 is needed, this is {version}: its configuration is another language")
    return program


def _identity(base: Path) -> dict[str, object]:
    """Who the processes run as: Dovecot's own users under root, otherwise all of them as we are."""
    if os.geteuid() == 0:
        return {
            "INTERNAL_USER": "dovecot",
            "INTERNAL_GROUP": "dovecot",
            "LOGIN_USER": "dovenull",
            "MAIL_UID": "mail",
            "MAIL_GID": "mail",
            "WITHOUT_ROOT": "",
        }
    return {
        "INTERNAL_USER": base.owner(),
        "INTERNAL_GROUP": base.group(),
        "LOGIN_USER": base.owner(),
        "MAIL_UID": base.owner(),
        "MAIL_GID": base.group(),
        "WITHOUT_ROOT": "\n".join(f"service {service} {{\n  chroot =\n}}" for service in SERVICES),
    }


def _lay_out(base: Path, mailboxes: Sequence[Mailbox]) -> None:
    """The folders and tables: users, refusals, rights and the letters and folders that are there beforehand."""
    for folder in (base, base / "run", base / "mail", base / "acl"):
        folder.mkdir(mode=0o755)
    _write(base / "users", "".join(mailbox.passwd_line() for mailbox in mailboxes))
    denied = [f"smtp/{mailbox.address}:::::::\n" for mailbox in mailboxes if mailbox.refuses_smtp]
    _write(base / "denied", "".join(denied))
    _write(base / "refused.dict", "".join(_refusal(mailbox) for mailbox in mailboxes if mailbox.refused_imap))
    _write(base / "refused.dict.conf", fill_template(CONFIG / "refused.dict.conf.in", BASE=base))
    _write(base / "acl" / "Sent", f"user={MAILBOXES['barred'].address} l\nowner lrwstipekxa\n")
    for mailbox in mailboxes:
        _fill(base / "mail" / mailbox.name / "Maildir", mailbox)
    if os.geteuid() == 0:
        for path in (base / "mail", *(base / "mail").rglob("*")):
            shutil.chown(path, "mail", "mail")


def _refusal(mailbox: Mailbox) -> str:
    answer = {"password": mailbox.secret, "nologin": "y", "reason": mailbox.refused_imap}
    return f"shared/passdb/imap/{mailbox.address}\n{json.dumps(answer, ensure_ascii=False)}\n"


def _fill(maildir: Path, mailbox: Mailbox) -> None:
    """Folders and a letter straight on disk: quicker than by IMAP, and it passes over the quota."""
    if not mailbox.folders and not mailbox.inbox_bytes:
        return
    for name in ("", *mailbox.maildirs()):
        for part in ("cur", "new", "tmp"):
            (maildir / name / part).mkdir(parents=True, exist_ok=True)
        if name:
            (maildir / name / "maildirfolder").touch()
    if mailbox.inbox_bytes:
        letter = b"From: bob@example.test\r\nSubject: big\r\n\r\n"
        letter += (b"x" * 78 + b"\r\n") * ((mailbox.inbox_bytes - len(letter)) // 80)
        (maildir / "cur" / "1.big.example.test:2,S").write_bytes(letter)


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    file.chmod(0o644)
