"""Alarms over real sockets: what a mail server, a chat and a webhook get."""

import json
import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from scrapy.settings import Settings

from mayadeen.exceptions import WrongUse
from mayadeen.monitors import channels
from mayadeen.settings_check import check_settings
from tests.test_docs import settings as defaults

RECORD = {"at": "2026-01-02T03:04:05+00:00", "run": "r1", "spider": "sections", "alarms": ["en body: gone", "ar العنوان: gone"]}
OF_A_PAGE = RECORD | {"alarms": ["en listing news/<!channel>: see <https://x.example|this> & that"]}


@contextmanager
def listening(server):
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Quiet."""


class Mail(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.got.append(b"".join(lines))
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


def ways(**told):
    return channels.ways(Settings(vars(defaults) | told))


def test_what_a_page_says_calls_nobody_and_leads_nowhere_in_slack(monkeypatch):
    got = []
    monkeypatch.setattr(channels, "_post", lambda address, content: got.append(content["text"]))
    ways(MAYADEEN_ALARM_SLACK="https://x.example/hook")["Slack"](OF_A_PAGE)
    assert got == [
        "mayadeen: 1 alarm in run r1 (sections)\n- en listing news/&lt;!channel&gt;: see &lt;https://x.example|this&gt; &amp; that"
    ]


def test_nothing_is_sent_unless_settings_say_where():
    assert ways() == {}


def test_chats_and_webhooks_get_the_alarms(monkeypatch):
    server = HTTPServer(("127.0.0.1", 0), Hook)
    server.got = []
    with listening(server) as port:
        base = f"http://127.0.0.1:{port}"
        monkeypatch.setattr(channels, "TELEGRAM", base)
        found = ways(MAYADEEN_ALARM_SLACK=f"{base}/slack", MAYADEEN_ALARM_TELEGRAM="12:ab -100", MAYADEEN_ALARM_WEBHOOK=f"{base}/hook")
        for way in found.values():
            way(RECORD)
    text = "mayadeen: 2 alarms in run r1 (sections)\n- en body: gone\n- ar العنوان: gone"
    assert server.got == [
        ("/slack", {"text": text}),
        ("/bot12:ab/sendMessage", {"chat_id": "-100", "text": text}),
        ("/hook", RECORD),
    ]


def test_mail_is_sent():
    server = socketserver.TCPServer(("127.0.0.1", 0), Mail)
    server.got = []
    with listening(server) as port:
        found = ways(MAYADEEN_ALARM_MAIL="a@example.org,b@example.org", MAIL_HOST="127.0.0.1", MAIL_PORT=port)
        found["mail"](RECORD)
    message = message_from_bytes(server.got[0], policy=policy.default)
    assert message["Subject"] == "mayadeen: 2 alarms in run r1 (sections)"
    assert message["To"].replace(" ", "") == "a@example.org,b@example.org"
    assert "ar العنوان: gone" in message.get_content()


def test_a_token_is_not_shown_where_it_is_refused():
    with pytest.raises(WrongUse) as refused:
        check_settings(Settings(vars(defaults) | {"MAYADEEN_ALARM_TELEGRAM": "secret"}))
    assert "secret" not in str(refused.value)
