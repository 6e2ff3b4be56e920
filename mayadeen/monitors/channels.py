"""Where alarms go: a file beside the database, and mail, Slack, Telegram or a webhook where settings name them."""

import smtplib
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import orjson

FILE = "alarms.jsonl"
TELEGRAM = "https://api.telegram.org"
TIMEOUT = 10
_MOST = 3500
"""Characters of a message: Telegram takes 4,096."""

Record = dict[str, Any]


def write(data: Path, record: Record) -> None:
    with (data / FILE).open("ab") as file:
        file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))


def ways(settings: Any) -> dict[str, Callable[[Record], None]]:
    found: dict[str, Callable[[Record], None]] = {}
    if settings["MAYADEEN_ALARM_MAIL"]:
        found["mail"] = partial(mail, settings)
    if settings["MAYADEEN_ALARM_SLACK"]:
        found["Slack"] = lambda record: _post(settings["MAYADEEN_ALARM_SLACK"], {"text": escape(text(record), quote=False)})
    if settings["MAYADEEN_ALARM_TELEGRAM"]:
        token, _, chat = settings["MAYADEEN_ALARM_TELEGRAM"].partition(" ")
        address = f"{TELEGRAM}/bot{token}/sendMessage"
        found["Telegram"] = lambda record: _post(address, {"chat_id": chat.strip(), "text": text(record)})
    if settings["MAYADEEN_ALARM_WEBHOOK"]:
        found["webhook"] = partial(_post, settings["MAYADEEN_ALARM_WEBHOOK"])
    return found


def subject(record: Record) -> str:
    """
    >>> subject({"run": "r1", "spider": "sections", "alarms": ["a"]})
    'mayadeen: 1 alarm in run r1 (sections)'
    """
    number = len(record["alarms"])
    return f"mayadeen: {number} alarm{'s' if number > 1 else ''} in run {record['run']} ({record['spider']})"


def text(record: Record) -> str:
    lines = "\n".join(f"- {alarm}" for alarm in record["alarms"])
    return f"{subject(record)}\n{lines}"[:_MOST]


def mail(settings: Any, record: Record) -> None:
    """By Scrapy's MAIL_* settings. Raises OSError, smtplib.SMTPException."""
    message = EmailMessage()
    message["Subject"], message["From"] = subject(record), settings["MAIL_FROM"]
    message["To"] = settings["MAYADEEN_ALARM_MAIL"]
    message.set_content(text(record))
    kind = smtplib.SMTP_SSL if settings.getbool("MAIL_SSL") else smtplib.SMTP
    with kind(settings["MAIL_HOST"], settings.getint("MAIL_PORT"), timeout=TIMEOUT) as server:
        if settings.getbool("MAIL_TLS"):
            server.starttls()
        if settings["MAIL_USER"]:
            server.login(settings["MAIL_USER"], settings["MAIL_PASS"] or "")
        server.send_message(message)


def _post(address: str, content: Record) -> None:
    """Raises OSError."""
    headers = {"Content-Type": "application/json", "User-Agent": "mayadeen"}
    request = urllib.request.Request(address, orjson.dumps(content), headers)  # noqa: S310  # settings_check saw it
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
        answer.read(1)
