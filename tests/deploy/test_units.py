"""The schedule's files beside each other: units that systemd takes, and nothing that lifts politeness or tells a secret."""

import configparser
import os
import re
import shutil
import subprocess

import pytest

from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
JOBS = ("sections", "recheck", "archive", "backup", "verify")


def needs(*programs):
    for program in programs:
        if not shutil.which(program):
            tell = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            tell(f"{program} is not installed: make test-all installs it where it runs as root")


def read(path):
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read(path)
    return parser


def test_each_job_has_a_timer_and_a_line_for_cron_and_a_place_in_the_script():
    timers = {path.stem.removeprefix("mayadeen-"): read(path)["Timer"] for path in UNITS.glob("*.timer")}
    assert {job: timer["Unit"] for job, timer in timers.items()} == {job: f"mayadeen@{job}.service" for job in JOBS}
    lines = [line.split() for line in (DEPLOY / "crontab").read_text().splitlines() if line[:1].isdigit()]
    assert sorted(line[7] for line in lines) == sorted(JOBS)
    assert {(line[5], line[6]) for line in lines} == {("mayadeen", "/srv/mayadeen/deploy/cron")}
    script = (DEPLOY / "run").read_text()
    assert all(re.search(rf"^{job}\)", script, re.M) for job in JOBS)


def test_a_unit_that_fails_is_told_of_and_a_busy_collection_is_no_failure():
    job, scrapyd = read(UNITS / "mayadeen@.service"), read(UNITS / "mayadeen-scrapyd.service")
    assert job["Unit"]["OnFailure"] == scrapyd["Unit"]["OnFailure"] == "mayadeen-failed@%n.service"
    assert job["Service"]["SuccessExitStatus"] == "3 5"
    assert read(UNITS / "mayadeen@archive.service.d" / "in-use.conf")["Service"]["SuccessExitStatus"] == "3"
    assert scrapyd["Service"]["RestartPreventExitStatus"] == "2"
    assert (UNITS / "mayadeen-failed@.service").exists()


def test_what_the_settings_name_can_be_written_and_they_say_how_another_folder_can():
    """ProtectSystem=strict leaves nothing else: a folder on another disk would be read only."""
    job = read(UNITS / "mayadeen@.service")["Service"]
    settings = (DEPLOY / "mayadeen.env").read_text()
    data, copy = (re.search(rf"^{name}=(.*)$", settings, re.M)[1] for name in ("MAYADEEN_DATA", "MAYADEEN_BACKUP"))
    assert job["ProtectSystem"] == "strict"
    assert data.startswith(f"/var/lib/{job['StateDirectory']}/")
    assert job["ReadWritePaths"] == f"-{copy}"
    for text in (settings, (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")):
        assert "ReadWritePaths=" in text


def test_nothing_lifts_politeness_or_holds_a_secret():
    for path in (*DEPLOY.rglob("*"), ROOT / "scrapy.cfg"):
        if path.is_file():
            text = path.read_text()
            assert not re.search(r"DOWNLOAD_DELAY|CONCURRENT_|ROBOTSTXT|RETRY_AFTER", text), path
            assert not re.search(r"(?i)password\s*=(?!\s*($|%\(|\$\{))", text, re.M), path


def test_the_pins_of_scrapyd_are_exact_and_keep_what_it_imports():
    lines = (DEPLOY / "requirements.txt").read_text().splitlines()
    pins = dict(line.split("  #")[0].split("==") for line in lines if line[0] not in "#-")
    assert set(pins) == {"scrapyd", "scrapyd-client", "setuptools"}
    assert int(pins["setuptools"].split(".")[0]) < 81, "scrapyd imports pkg_resources"
    assert "-r ../requirements.txt" in lines


@pytest.mark.long
def test_systemd_takes_the_units(tmp_path):
    needs("systemd-analyze")
    for path in UNITS.rglob("*"):
        if path.is_file():
            copy = tmp_path / path.relative_to(UNITS)
            copy.parent.mkdir(exist_ok=True)
            text = path.read_text().replace("/srv/mayadeen", str(ROOT)).replace("User=mayadeen", "User=daemon")
            copy.write_text(text)
    for name in ("mayadeen@.service", "mayadeen-failed@.service"):
        (tmp_path / name).rename(tmp_path / name.replace("@", "@sections"))
    command = ["systemd-analyze", "verify", "--man=no", *tmp_path.glob("*.service"), *tmp_path.glob("*.timer")]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    ours = [line for line in told.stderr.splitlines() if "mayadeen" in line]
    assert (told.returncode, ours) == (0, []), told.stderr
    calendars = re.findall(r"^OnCalendar=(.*)", "\n".join(p.read_text() for p in UNITS.glob("*.timer")), re.M)
    subprocess.run(["systemd-analyze", "calendar", *calendars], check=True, capture_output=True)


@pytest.mark.long
def test_logrotate_takes_its_settings(tmp_path):
    needs("logrotate")
    settings, logs = tmp_path / "logrotate", tmp_path / "logs"
    logs.mkdir()
    (logs / "sections.log").write_text("a line\n" * 10)
    text = (DEPLOY / "logrotate").read_text()
    assert "su mayadeen mayadeen\n" in text
    settings.write_text(text.replace("/var/log/mayadeen", str(logs)).replace("    su mayadeen mayadeen\n", ""))
    subprocess.run(["logrotate", "--force", "--state", tmp_path / "state", settings], check=True, capture_output=True)
    assert (logs / "sections.log").read_text() == ""
    assert (logs / "sections.log.1").read_text() == "a line\n" * 10


def test_what_the_document_installs_and_starts_is_there():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    files = set(re.findall(r"(?<!/srv/mayadeen/)\bdeploy/[\w.-]+", text)) - {"deploy/systemd"}
    assert len(files) > 5
    assert not [file for file in files if not (ROOT / file.rstrip(".")).exists()]
    units = set(re.findall(r"mayadeen-\w+\.(?:timer|service)", text))
    assert {f"mayadeen-{job}.timer" for job in JOBS} | {"mayadeen-scrapyd.service", "mayadeen-ticker.service"} <= units
    assert not [unit for unit in units if not (UNITS / unit).exists()]
    assert all(f"| `{job}` |" in text for job in (*JOBS, "ticker"))
