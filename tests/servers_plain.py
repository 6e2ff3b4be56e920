"""Pages on a plain standard-library server, in markup that has nothing in common with the replica's."""

import html
import http.server
import json
import threading
from collections import defaultdict
from contextlib import contextmanager
from urllib.parse import quote, unquote, urlsplit

HEAD = "<!doctype html><html lang=ar><head><meta charset=utf-8><title>x</title></head><body>"
MENU = {"news/politics": "سياسة", "news/economic": "اقتصاد", "video": "فيديو", "newscast": "نشرة الأخبار",
        "tv-reports": "تقارير إخبارية", "reports": "تقارير", "articles": "مقالات", "misc": "منوعات", "press": "صحافة",
        "research-papers": "متابعات", "podcasts": "بودكاست", "infograph": "إنفوغراف", "analysis": "تحليل"}  # fmt: skip


def _menu():
    links = "".join(f"<td><a href='/{path}'>{label}</a></td>" for path, label in MENU.items())
    return f"<table class=k7><tr>{links}</tr></table>"


def _article(row):
    told = json.dumps(row["metadata"] | {"type": "article"}, ensure_ascii=False).replace("</", "<\\/")
    lines = "".join(f"<div class=q2>{html.escape(line)}</div>" for line in row["paragraphs"].split("\n"))
    return f'{HEAD}<script id="tawsiyat-metadata" type="text/tawsiyat">{told}</script>{_menu()}<main class=z9>{lines}</main>'


def _pages(rows):
    pages, sections = {"/": HEAD + _menu()}, defaultdict(list)
    for row in rows:
        path = urlsplit(unquote(row["metadata"]["url"])).path
        pages[path] = _article(row)
        sections["/".join(p for p in path.split("/")[1:-1] if not p.isdigit())].append((path, row["metadata"]["title"]))
    for section in MENU:
        links = "".join(f"<article><a href='{quote(p)}'>{html.escape(t)}</a></article>" for p, t in sections[section])
        pages[f"/{section}"] = HEAD + _menu() + links
    return pages


def serve_rows(rows):
    """A server of these rows, one listing a section."""
    return serve_pages(_pages(rows))


@contextmanager
def serve_pages(pages):
    """The address of a server of these pages, by their decoded paths."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            page = pages.get(unquote(urlsplit(self.path).path))
            body = (page or "nothing here").encode()
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
