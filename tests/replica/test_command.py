"""The command that serves the replica."""

import signal
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from tests.replica.running import ROOT, run, served


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--articles", "many"], "--articles must be a whole number from 1 to 500000, not 'many'"),
        (["--articles", "0"], "--articles must be"),
        (["--port", "70000"], "--port must be"),
        (["--edition", "fr"], "--edition must be some of en, ar, es, not 'fr'"),
        (["--layers", "script,css"], "--layers must be some of script, jsonld, opengraph, meta, markup, not 'css'"),
        (["--delay", "-1"], "--delay must be seconds"),
        (["--from", "no/such/file"], "--from must be a file"),
        (["--from", "README.md", "--edition", "en"], "--from"),
        (["--from", "mayadeen/__init__.py"], "line 1 is no row"),
        (["--log", "no/such/folder/log"], "--log must be a file"),
        (["--nothing"], "--nothing"),
    ],
)
def test_wrong_options_end_with_one_line_and_exit_code_2(options, told):
    ended = run(*options)
    assert ended.returncode == 2
    assert told in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""


def test_a_port_in_use_ends_with_one_line_and_exit_code_2(replica):
    ended = run("--port", str(urlsplit(replica.bases["en"]).port))
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "is in use" in ended.stderr


def test_an_interrupt_is_a_clean_end():
    with served() as replica:
        replica.process.send_signal(signal.SIGINT)
        assert replica.process.wait(timeout=60) == 0


def test_the_scrapy_command_hands_its_options_over():
    command = [sys.executable, "-m", "scrapy", "replica", "--port", "0", "--edition", "ar", "--quiet"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline().startswith("base=ar=http://127.0.0.1:")
    finally:
        process.terminate()
        assert process.wait(timeout=60) == 0
        process.stdout.close()
    wrong = subprocess.run([*command[:4], "--port", "x"], cwd=ROOT, capture_output=True, text=True)
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
