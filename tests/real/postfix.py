"""A private Postfix for submission by the mailboxes of mailboxes.py. Only root can run it."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from tests.real.certificates import FAULTS, Certificates
from tests.real.daemon import Daemon, Unavailable, fill_template, find_program, free_ports, greeting
from tests.real.dovecot import Dovecot
from tests.real.mailboxes import DOMAIN, MAILBOXES

CONFIG = Path(__file__).with_name("config")
STARTTLS = ("smtpd_tls_security_level=encrypt",)
TLS = ("smtpd_tls_wrappermode=yes",)

# Recipients that are refused; the text is Postfix's answer.
REFUSED_RECIPIENTS = {
    f"greylisted@{DOMAIN}": "450 4.7.1 Greylisted, try again later",
    f"spam@{DOMAIN}": "554 5.7.1 Message rejected under suspicion of SPAM",
}


class Postfix:
    """`port("starttls")` and `port("tls")` are in good order; others are named for what is special about them.

    "expired-tls", "expired-starttls" and so on: the faulty certificates. "plain": neither TLS nor AUTH.
    "small-tls": letters of at most 1 MB. "quota-tls": refuses a full mailbox at RCPT, as large hosts do.
    """

    def __init__(self, base: Path, certificates: Certificates, dovecot: Dovecot) -> None:
        if os.geteuid() != 0:
            raise Unavailable("Postfix can only be run by root")
        find_program("postfix")
        master = find_program("master")
        options = _listeners(certificates, dovecot)
        self._ports = dict(zip(options, free_ports(len(options)), strict=True))
        _lay_out(base)
        listeners = "\n".join(_listener(self._ports[name], options[name]) for name in options)
        main = fill_template(
            CONFIG / "main.cf.in",
            BASE=base,
            DAEMONS=Path(master).parent,
            CERTIFICATE=certificates.file("good"),
            KEY=certificates.key("good"),
            SASL=dovecot.sasl_port,
            LMTP=dovecot.lmtp_port,
        )
        (base / "etc" / "main.cf").write_text(main, encoding="utf-8")
        master_cf = fill_template(CONFIG / "master.cf.in", LISTENERS=listeners)
        (base / "etc" / "master.cf").write_text(master_cf, encoding="utf-8")
        _write_tables(base / "etc")
        # The master itself: `postfix start-fg` runs a slow script of checks first (2.5 s against 0.02 s).
        command = [
            *("env", f"MAIL_CONFIG={base / 'etc'}", "MAIL_LOGTAG=postfix"),
            *(master, "-c", str(base / "etc"), "-s"),
        ]
        self.daemon = Daemon(command, base / "log" / "postfix.log", ready=lambda: greeting(self.port("starttls")))

    def port(self, listener: str) -> int:
        return self._ports[listener]


def _listeners(certificates: Certificates, dovecot: Dovecot) -> dict[str, tuple[str, ...]]:
    """Name -> what differs from main.cf."""
    quota = f"smtpd_recipient_restrictions=check_policy_service,inet:127.0.0.1:{dovecot.quota_port}"
    listeners = {
        "starttls": STARTTLS,
        "tls": TLS,
        "plain": ("smtpd_tls_security_level=none", "smtpd_sasl_auth_enable=no"),
        "small-tls": (*TLS, "message_size_limit=1000000"),
        "quota-tls": (*TLS, f"{quota},permit_sasl_authenticated,reject"),
    }
    for fault in FAULTS:
        files = (
            f"smtpd_tls_cert_file={certificates.file(fault)}",
            f"smtpd_tls_key_file={certificates.key(fault)}",
        )
        listeners[f"{fault}-starttls"] = (*STARTTLS, *files)
        listeners[f"{fault}-tls"] = (*TLS, *files)
    return listeners


def _listener(port: int, options: tuple[str, ...]) -> str:
    return f"127.0.0.1:{port} inet n - n - - smtpd" + "".join(f"\n  -o {option}" for option in options)


def _lay_out(base: Path) -> None:
    """The folders that `postfix check` would make, with the owners that it would give them."""
    base.mkdir(mode=0o755)
    for folder in ("etc", "spool", "data", "log"):
        (base / folder).mkdir(mode=0o755)
    shutil.chown(base / "data", "postfix")
    private = "active bounce corrupt defer deferred flush hold incoming private saved trace"
    for folder in private.split():
        (base / "spool" / folder).mkdir(mode=0o700)
        shutil.chown(base / "spool" / folder, "postfix")
    (base / "spool" / "pid").mkdir(mode=0o755)
    for folder, mode in (("maildrop", 0o1730), ("public", 0o2710)):
        (base / "spool" / folder).mkdir()
        shutil.chown(base / "spool" / folder, "postfix", "postdrop")
        (base / "spool" / folder).chmod(mode)


def _write_tables(etc: Path) -> None:
    owners = {mailbox.address: f"{mailbox.owner or mailbox.name}@{DOMAIN}" for mailbox in MAILBOXES.values()}
    owners[f"shared@{DOMAIN}"] = f"alice@{DOMAIN},bob@{DOMAIN}"
    tables = {
        "senders": owners,
        "mailboxes": dict.fromkeys(owners, "x"),
        "recipients": REFUSED_RECIPIENTS,
    }
    for name, rows in tables.items():
        (etc / name).write_text("".join(f"{key} {value}\n" for key, value in rows.items()), encoding="utf-8")
    a_minute_ago = time.time() - 60  # Postfix waits for files that were changed just now to settle
    for file in etc.iterdir():
        os.utime(file, (a_minute_ago, a_minute_ago))
