"""Pages made to break a reader."""

import json

from mayadeen.replica import LAYERS, Site

URL = "https://english.almayadeen.net/news/politics/a-page"
SITE = Site(edition="en", articles=60, seed=1, class_seed=5)
PLAIN = SITE.article_html(1, layers=LAYERS)
SCRIPT = '<script id="tawsiyat-metadata" type="text/tawsiyat">%s</script>'
LINKED = '<script type="application/ld+json">%s</script>'
PARAGRAPH = "<p>The harbour guild opened the sea gate on Tuesday, and nobody in the town was surprised by it.</p>"

CAPTIONS = "".join(
    f'<figure><img src="/{n}.jpg"><figcaption>The caption of picture {n} says this once</figcaption></figure>' for n in range(200)
)
TWICE = {
    "many different pictures": lambda n: "<h1>T</h1>" + "<div>" * 4 + "".join(f'<img src="/a{i}.jpg">' for i in range(n)),
    "many pictures aside": lambda n: "<h1>T</h1><aside>" + "<div>" * 200 + "".join(f'<img src="/{i}.jpg">' for i in range(n)),
    "paragraphs like captions": lambda n: f'<h1>T</h1>{CAPTIONS}<div class="p-content">'
    + "".join(f"<p>The caption of picture {i} says this twice or more</p>" for i in range(n)),
    "cards in one element": lambda n: "<h1>T</h1><div>" + ('<h3><a href="/x">y</a></h3>' + PARAGRAPH) * (n // 4),
    "labels in one box": lambda n: "<h1>T</h1><section><div>" + "<h3>Related News</h3>" * n + "</div>" + "<p>x</p>" * n,
    "labels of tags": lambda n: "<h1>T</h1>" + "<p>Tags</p>" * n,
    "links in a paragraph": lambda n: '<h1>T</h1><div class="p-content"><p>'
    + "word word word " * n
    + '<a href="/x">another headline stands here</a> ' * (n // 2),
    "links parted by breaks": lambda n: '<h1>T</h1><div class="p-content">' + '<a href="/y">yy z</a>x<br><br>' * n,
    "dates in a header": lambda n: "<h1>T</h1><header>" + "<span>2 Jan 2022 15:39</span>" * 3_000 + "<b>x</b>" * n,
}
"""By how much there is of it."""
HOSTILE = {
    "empty": "",
    "spaces": " \n\t ",
    "no markup": "just words, and no markup at all",
    "null bytes": "\0" * 50_000 + PLAIN.replace("<p", "\0<p"),
    "deep divs": "<h1>T</h1>" + "<div>" * 100_000 + PARAGRAPH,
    "deep spans": "<h1>T</h1><p>" + "<span>" * 100_000 + "x",
    "deep in the content": '<h1>T</h1><div class="p-content">' + "<div>" * 3_000 + PARAGRAPH * 5,
    "deep bold in the content": '<h1>T</h1><div class="p-content"><p>' + "<b>x " * 3_000 + "</p></div>",
    "deep quotes": '<h1>T</h1><div class="p-content">' + "<blockquote>" * 2_000 + PARAGRAPH,
    "huge attribute": f'<h1 class="{"a " * 2_000_000}">T</h1>{PARAGRAPH}',
    "huge class in the content": f'<div class="p-content {"x" * 3_000_000}">{PARAGRAPH}</div>',
    "many attributes": "<h1 " + " ".join(f'a{n}="1"' for n in range(50_000)) + ">T</h1>",
    "many attributes among quoted tags": "<h1 " + " ".join(f'a{n}="<b>"' for n in range(50_000)) + ">T</h1>",
    "many bare attributes": "<h1 " + "\n".join(f"a{n}" for n in range(50_000)) + ">T</h1>",
    "many attributes behind a comment": "<!-- <b a='--><h1 " + "/".join(f"a{n}" for n in range(50_000)) + ">T</h1>'",
    "many paragraphs": "<h1>T</h1>" + PARAGRAPH * 20_000,
    "many links": "<h1>T</h1>" + '<div><a href="/x">Another headline</a></div>' * 30_000,
    "many links in the content": '<h1>T</h1><div class="p-content">'
    + '<ul><li><a href="/x">A headline</a></li></ul>' * 5_000
    + "</div>",
    "one long line": "<h1>T</h1><p>" + "word " * 500_000 + "</p>",
    "one long word": f"<h1>T</h1><p>{'w' * 3_000_000}</p><title>{'- ' * 500_000}</title>",
    "long title": f"<title>{' | a' * 200_000}</title><h1>{'b - ' * 200_000}</h1>",
    "many headings": "<h1>T</h1>" * 20_000 + "<h2><a href='/x'>y</a></h2>" * 20_000,
    "many times": "<h1>T</h1>" + "<time>yesterday</time>" * 20_000,
    "many metas": '<meta property="article:tag" content="x">' * 50_000
    + '<meta name="author" content="a, b and c">' * 5_000,
    "long keywords": f'<meta name="keywords" content="{"a," * 500_000}"><h1>T</h1>',
    "long author": f'<meta name="author" content="{"a and " * 200_000}"><h1>T</h1>',
    "many images": "<h1>T</h1>"
    + "<div>" * 200
    + '<figure><img src="/a{0}.jpg"><figcaption>c</figcaption></figure>' * 20_000,
    "script broken": SCRIPT % '{"title": "x' + PLAIN,
    "script deep": SCRIPT % ("[" * 100_000),
    "script NaN": SCRIPT % '{"title": NaN, "postid": Infinity, "keywords": -Infinity}' + PLAIN,
    "script huge number": SCRIPT % ('{"video_duration": ' + "9" * 100_000 + ', "postid": 1e999}'),
    "script wrong types": SCRIPT
    % json.dumps(
        {
            k: [{"a": [1, None]}]
            for k in (
                "title",
                "postid",
                "keywords",
                "classes",
                "author",
                "description",
                "published_time",
                "thumbnail",
                "lang",
                "type",
                "url",
            )
        }
    ),
    "script of strings": SCRIPT
    % json.dumps(
        {"classes": "x", "title": 5, "postid": True, "keywords": {"a": 1}, "author": None, "published_time": 12}
    ),
    "script surrogates": SCRIPT % '{"title": "a \\ud800 b", "description": "\\udfff", "keywords": "\\ud83d"}',
    "classes of anything": SCRIPT
    % '{"classes": [1, null, "x", {"mapping": ["a"], "value": "b"}, {"mapping": "posttype", "value": 3}]}',
    "linked deep": LINKED % ('{"@graph":' * 5_000),
    "linked cycle": LINKED % '{"@id": "a", "@type": "NewsArticle", "author": {"@id": "a"}, "image": {"@id": "a"}}',
    "linked wide": LINKED % json.dumps([{"@type": "NewsArticle", "headline": f"h{n}"} for n in range(50_000)]),
    "linked wrong types": LINKED
    % json.dumps(
        {
            "@type": {"a": 1},
            "headline": ["x"],
            "author": 5,
            "image": [[[[]]]],
            "keywords": [None, {"name": 3}],
            "datePublished": {},
        }
    )
    + LINKED % "3",
    "linked wrong types of an article": LINKED
    % json.dumps(
        {
            "@type": ["NewsArticle", 5],
            "headline": {"a": 1},
            "author": [[1], {"name": [2, "x"]}],
            "image": {"url": {"url": 5}},
            "inLanguage": [{}],
            "articleSection": [[[]]],
            "duration": 7,
            "publisher": "p",
            "@id": 4,
        }
    ),
    "linked authors of anything": LINKED
    % json.dumps({"@type": "NewsArticle", "author": [{"@id": ["x"]}, {"@id": {"a": 1}}], "publisher": {"@id": []}}),
    "linked section of a list": LINKED % '{"@type": "NewsArticle", "articleSection": {"name": ["x"]}}' + PARAGRAPH,
    "linked section of a number": LINKED % '{"@type": "NewsArticle", "articleSection": 1.5}' + PARAGRAPH,
    "linked tags deep": LINKED % f'{{"@type": "NewsArticle", "keywords": ["x", {"[" * 1_000}{"]" * 1_000}]}}' + PARAGRAPH,
    "linked trail of anything": LINKED
    % f'{{"@type": "BreadcrumbList", "itemListElement": [{{"position": {"[" * 1_000}{"]" * 1_000}, "name": "x", "item": 5}}]}}',
    "odd addresses": '<base href="http://[::1"><h1>T</h1><img src="http://[x"><a href="http://]/">x</a><div class="p-content"><div><p>Related</p><ul><li><a href="http://[">One headline</a></li><li><a href="//">Two</a></li></ul></div></div>',
    "php and cdata": "<?php echo 1; ?><![CDATA[x]]><h1>T</h1><!-- <p>-- -->" + PARAGRAPH,
    "entities": "<h1>&#0;&#x110000;&#xD800;&nosuch;&amp;amp;amp;</h1>" + PARAGRAPH,
    "surrogates": "<h1>a \ud800 b</h1>" + PARAGRAPH,
    "frames": "<frameset><frame src=x></frameset>",
    "only a comment": "<!-- nothing -->",
    "plaintext": "<plaintext>" + PARAGRAPH * 1_000,
    "tables": "<h1>T</h1>" + "<table><tr><td>" * 2_000 + PARAGRAPH,
    "select": "<h1>T</h1><select>" + "<option>x" * 50_000,
    "unclosed": "<h1>T<p>" + "<a href='/x'>" * 20_000,
    "dates": "<h1>T</h1>" + "<p>" + "1:" * 19 + "</p>" + "".join(f"<p>{n} Jan {n} 1{n}:99</p>" for n in range(5_000)),
}
