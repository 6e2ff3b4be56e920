"""What the spiders' arguments mean, and what is said of wrong ones."""

import pytest

from mayadeen.archive_arguments import ArchiveArguments
from mayadeen.arguments import HELP, NAMES, Arguments, job_id
from mayadeen.cdx.options import HistoryArguments
from mayadeen.exceptions import WrongUse
from mayadeen.ticker_arguments import TickerArguments


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        ({}, "editions", ("en",)),
        ({"edition": "all"}, "editions", ("ar", "en", "es")),
        ({}, "pages", 3),
        ({}, "browser", "auto"),
        ({"pages": "all"}, "pages", None),
        ({"pages": " 7 "}, "pages", 7),
        ({"sections": "Politics, economic,"}, "sections", ("Politics", "economic")),
        ({"sections": "news/renamed"}, "sections", ("news/renamed",)),
        ({"regions": "AFRICA"}, "regions", ("AFRICA",)),
        ({"since": "2024-02-29"}, "since", "2024-02-29"),
        ({"until": ""}, "until", None),
        ({"base": "http://127.0.0.1:8000/"}, "base", (("en", "http://127.0.0.1:8000"),)),
        ({"base": "ar=http://a:1,en=http://b:2"}, "base", (("en", "http://b:2"),)),
        ({"urls": "https://english.almayadeen.net/x"}, "urls", ("https://english.almayadeen.net/x",)),
        ({"_job": "x", "_other": "y"}, "mode", "new"),
    ],
)
def test_is_read(given, field, value):
    read = getattr(Arguments.parse(**given), field)
    assert (sorted(read) if field == "editions" else read) == (sorted(value) if field == "editions" else value)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"edition": "xx"}, "edition must be one of .*all, not 'xx'"),
        ({"edition": ""}, "edition must be one of"),
        ({"sections": "weather"}, "there is no section 'weather'; there are politics, .*or a whole path"),
        ({"regions": "mars"}, "there is no region 'mars'; there are africa"),
        ({"since": "2024-13-01"}, "since must be a day such as 2024-01-31, not '2024-13-01'"),
        ({"since": "2024-02-30"}, "since must be a day"),
        ({"until": "yesterday"}, "until must be a day"),
        ({"until": "20240131"}, "until must be a day"),
        ({"since": "2024-02-01", "until": "2024-01-01"}, r"since \(2024-02-01\) must not be later than until"),
        ({"pages": "0"}, "pages must be a number from 1 on, or all, not '0'"),
        ({"pages": "-3"}, "pages must be a number"),
        ({"pages": "3.5"}, "pages must be a number"),
        ({"pages": "٣"}, "pages must be a number"),
        ({"browser": "yes"}, "browser must be one of auto, always, never, not 'yes'"),
        ({"mode": "fast"}, "mode must be one of new, recheck, full, not 'fast'"),
        ({"section": "politics"}, "there is no argument 'section'; there are edition, sections"),
        ({"base": "english.almayadeen.net"}, "base must be an address such as"),
        ({"base": "ftp://127.0.0.1"}, "base must be an address such as"),
        ({"base": "http://127.0.0.1:port"}, "base must be an address such as"),
        ({"base": "http://127.0.0.1:99999"}, "base must be an address such as"),
        ({"base": "http://[::1"}, "base must be an address such as"),
        ({"base": "http://"}, "base must be an address such as"),
        ({"base": "http://a b:1"}, "base must be an address such as"),
        ({"base": "http://127.0.0.1/?a=b"}, "base must be an address such as"),
        ({"base": "http://127.0.0.1/#a"}, "base must be an address such as"),
        ({"base": "xx=http://127.0.0.1"}, "base must be"),
        ({"base": "ar=http://127.0.0.1"}, "base must be URL, or EDITION=URL for each of en"),
        ({"edition": "all", "base": "http://127.0.0.1"}, "with edition=all, base must be ar=URL,en=URL,es=URL"),
        ({"edition": "all", "base": "ar=http://a,en=http://b"}, "base must be URL, or EDITION=URL for each of"),
        ({"urls": "/no/such/file"}, "urls must be an address or a file of addresses, .*No such file"),
        ({"urls": "/"}, "urls must be an address or a file of addresses, .*: Is a directory"),
        ({"urls": "https://example.org/x"}, "urls must lead to english.almayadeen.net, not"),
    ],
)
def test_is_refused_with_what_would_do(given, told):
    with pytest.raises(WrongUse, match=told) as stop:
        Arguments.parse(**given)
    assert "\n" not in str(stop.value)


def test_a_file_of_addresses(tmp_path):
    file = tmp_path / "urls"
    file.write_text("# these two\nhttps://english.almayadeen.net/a\n\n https://english.almayadeen.net/b \n")
    assert len(Arguments.parse(urls=str(file)).urls) == 2
    file.write_text("english.almayadeen.net/a")
    with pytest.raises(WrongUse, match="must hold an address a line, not 'english"):
        Arguments.parse(urls=str(file))
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WrongUse, match="it holds no text"):
        Arguments.parse(urls=str(file))
    file.write_text("# none\n")
    with pytest.raises(WrongUse, match="holds no address"):
        Arguments.parse(urls=str(file))


@pytest.mark.parametrize("job", ["../up", "a/b", "", ".hidden", "a b", "x" * 101, "a\n"])
def test_a_job_that_could_not_name_a_folder(job):
    with pytest.raises(WrongUse, match="_job must be letters"):
        job_id({"_job": job})


def test_a_job_of_scrapyd():
    assert job_id({"_job": "6487ec79947edab326d6db28a2d86511e8247444"}).startswith("6487")
    assert job_id({}) is None


def test_help_names_every_argument():
    told = " ".join(HELP)
    assert [name for name in NAMES if f"{name}=" not in told] == []


@pytest.mark.parametrize(
    "given",
    [
        {"base": "http://me:secret@127.0.0.1:8000"},
        {"base": "http://secret@127.0.0.1:8000/"},
        {"base": "http://me:sec/secret@127.0.0.1:8000"},
        {"base": "http://me:secret@127.0.0.1:8000/?x=1"},
        {"base": "en=http://127.0.0.1:8000,xx=http://me:secret@127.0.0.1:8001"},
        {"urls": "https://me:secret@english.almayadeen.net/news/politics/x"},
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(given):
    with pytest.raises(WrongUse) as refused:
        Arguments.parse(**given)
    assert "secret" not in str(refused.value)


EACH = [Arguments, ArchiveArguments, TickerArguments, HistoryArguments]


def parse(kind, **given):
    return kind.parse(**given, **({"cdx": "http://127.0.0.1:9", "replay": "http://127.0.0.1:9"} if kind is HistoryArguments else {}))


@pytest.mark.parametrize("kind", EACH)
def test_a_path_of_the_site_is_taken_as_it_is(kind):
    paths = ("news/politics", "/news/politics/", "قسم/أخبار", "%D9%82/a-b_c.d", "politics")
    assert parse(kind, sections=",".join(paths)).sections == paths


@pytest.mark.parametrize(
    ("kind", "argument"),
    [*((kind, "sections") for kind in EACH), (Arguments, "regions"), (TickerArguments, "regions")],
)
@pytest.mark.parametrize(
    "path",
    ["../x", "x/..", "x/./y", "http://evil/x", "//evil/x", "x/y?z=1#f", "x/y#f", "x//y", "x/a b", "x/%2e%2e/y", "x/%2F/y",
     "x\\/y", "x/%3Fy", "x/\ny"],
)  # fmt: skip
def test_what_is_no_path_of_the_site_is_refused(kind, argument, path):
    with pytest.raises(WrongUse) as refused:
        parse(kind, **{argument: path})
    told = str(refused.value)
    assert told.startswith(f"{argument} must be labels or paths of the site such as news/politics, not") and "\n" not in told


def test_a_password_in_a_wrong_path_is_not_told():
    with pytest.raises(WrongUse, match=r"not 'http://\*\*\*@evil/x'"):
        Arguments.parse(sections="http://me:secret@evil/x")
