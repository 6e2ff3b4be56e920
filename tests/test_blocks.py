"""What is a wall before the site, and what only speaks of one."""

import time

import pytest

from mayadeen.blocks import HEAD, shut_out, wall
from tests.walls import CHALLENGE, NO_WALLS, WALLS


def judge(answer):
    body = answer.body.encode() if isinstance(answer.body, str) else answer.body
    return wall(answer.status, {name.lower(): value for name, value in answer.headers.items()}, body)


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_known(name):
    assert judge(WALLS[name])


@pytest.mark.parametrize("name", NO_WALLS)
def test_what_is_no_wall_is_let_through(name):
    assert judge(NO_WALLS[name]) is None


def test_it_is_said_whose_wall_it_is():
    assert judge(WALLS["challenge-403"]) == "a challenge of Cloudflare"
    assert judge(WALLS["refusal-in-few-words"]) == "a refusal of Cloudflare"
    assert judge(WALLS["incapsula"]) == "a challenge of Imperva"


@pytest.mark.parametrize("sign", ["<title>Just a moment...</title>", "_cf_chl_opt", "/cdn-cgi/challenge-platform/"])
def test_one_sign_is_not_enough_where_the_status_is_200(sign):
    page = f"<html><head>{sign if sign[0] == '<' else ''}</head><body><script>var x = '{sign}'</script></body></html>"
    assert wall(200, {}, page.encode()) is None
    assert wall(403, {}, page.encode())


def test_only_the_head_of_a_page_is_looked_at():
    assert wall(200, {}, b"<p>x</p>" * (HEAD // 8) + CHALLENGE.encode()) is None
    wall(200, {}, b"<script" * 1_000_000)  # and takes no time that grows with its square


def test_the_last_line_names_the_other_ways_in():
    line = shut_out("www.almayadeen.net", "blocked: a challenge of Cloudflare (http 403)")
    assert "www.almayadeen.net blocks this crawler (a challenge of Cloudflare (http 403))" in line
    assert all(way in line for way in ("history", "replay", "arrangement with the publisher"))


@pytest.mark.parametrize("tag", [b"<div ", b"<title ", b"<script "])
def test_a_page_of_tags_without_end_takes_no_time(tag):
    began = time.process_time()
    assert wall(403, {}, tag * 20_000) is None
    assert time.process_time() - began < 0.3
