"""Pages of walls before a site, after what such services are known to send, and articles that talk about them."""

from tests.servers import Answer, article

CLOUDFLARE = {"Server": "cloudflare", "CF-RAY": "8f0c5d2e7a1b2c3d-VIE"}
CHALLENGE = (
    '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow">'
    '<meta http-equiv="refresh" content="360"></head><body><div class="main-wrapper"><noscript><div class="h2">'
    '<span id="challenge-error-text">Enable JavaScript and cookies to continue</span></div></noscript></div>'
    '<script>(function(){window._cf_chl_opt = {cvId: "3", cType: "managed"};var a = document.createElement("script");'
    'a.src = "/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=8f0c";})();</script></body></html>'
)
REFUSAL = (
    "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>"
    '<div id="cf-wrapper"><div id="cf-error-details" class="cf-error-details-wrapper"><h1>Sorry, you have been blocked</h1>'
    "<p>Cloudflare Ray ID: 8f0c5d2e</p></div></div></body></html>"
)
INCAPSULA = (
    '<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW">'
    '<script src="/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3"></script></head><body>'
    '<iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=23&xinfo=4" frameborder=0>'
    "Request unsuccessful. Incapsula incident ID: 1290001340-0</iframe></body></html>"
)
# What ordinary pages behind Cloudflare load, and the words of a wall in an article's own text.
BEHIND = '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'
QUOTED = (
    "Visitors saw Just a moment... and Attention Required! | Cloudflare, then Enable JavaScript and cookies to continue. "
    'The page loads /cdn-cgi/challenge-platform/h/b/orchestrate and sets _cf_chl_opt in "cf-error-details", cf-mitigated: challenge. '
)

WALLS = {
    "challenge-403": Answer(CHALLENGE, 403, CLOUDFLARE | {"cf-mitigated": "challenge"}),
    "challenge-503": Answer(CHALLENGE, 503, CLOUDFLARE),
    "challenge-200": Answer(CHALLENGE, 200, CLOUDFLARE),
    "challenge-200-by-header": Answer("<html><title>Un momento</title></html>", 200, {"cf-mitigated": "challenge"}),
    "challenge-of-no-name": Answer(CHALLENGE, 403),
    "refusal": Answer(REFUSAL, 403, CLOUDFLARE),
    "refusal-200": Answer(REFUSAL),
    "refusal-in-few-words": Answer("error code: 1020", 403, CLOUDFLARE),
    "incapsula": Answer(INCAPSULA, 200),
    "amazon": Answer("", 202, {"x-amzn-waf-action": "challenge"}),
}
NO_WALLS = {
    "article": Answer(article("Fine"), 200, CLOUDFLARE),
    "article-about-walls": Answer(article("Just a moment...", QUOTED * 9, BEHIND), 200, CLOUDFLARE),
    "article-without-marks": Answer(
        f"<html><head><title>Just a moment...</title></head><body><h1>Just a moment...</h1><p>{QUOTED}</p></body></html>"
    ),
    "listing-behind": Answer(f"<html><head><title>News</title>{BEHIND}</head><body><a href='/x'>x</a></body></html>"),
    "listing-that-asks-for-cookies": Answer(
        f"<html>{BEHIND}<noscript>Enable JavaScript and cookies to continue</noscript><a href='/x'>x</a></html>"
    ),
    "forbidden": Answer("<html>Forbidden</html>", 403, {"Server": "nginx"}),
    "down": Answer("<html><title>503 Service Unavailable</title></html>", 503, CLOUDFLARE),
    "missing": Answer(CHALLENGE, 404, CLOUDFLARE),
}
