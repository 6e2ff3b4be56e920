"""Questions that are asked again and again, as SQL over the collection. Titles are what is shown."""


def _query(title: str, description: str, sql: str) -> dict[str, str | bool]:
    return {"title": title, "description": description, "sql": sql.strip(), "hide_sql": True}


QUERIES = {
    "edits": _query(
        "Edits, the newest first",
        "Each replaced version, and what of it changed. silent: the site did not move its own time of modification.",
        """
SELECT r.article_id, r.revision, r.replaced, r.change, r.changed, a.title
FROM revisions r JOIN articles a ON a.id = r.article_id
WHERE r.change <> 'reread' ORDER BY r.replaced DESC LIMIT 500
""",
    ),
    "silent_edits": _query(
        "Silent edits of titles",
        "The title before and the title now, where the site did not say that it changed anything.",
        """
SELECT r.article_id, r.replaced, r.title AS before, a.title AS now
FROM revisions r JOIN articles a ON a.id = r.article_id
WHERE r.change = 'silent' AND r.title <> a.title ORDER BY r.replaced DESC LIMIT 500
""",
    ),
    "removed": _query(
        "Removed, missing and returned",
        "What was seen of the absence of articles.",
        """
SELECT e.article_id, e.at, e.event, e.detail, a.title
FROM events e JOIN articles a ON a.id = e.article_id
WHERE e.event IN ('missing', 'removed', 'returned', 'replaced') ORDER BY e.seq DESC LIMIT 500
""",
    ),
    "sisters": _query(
        "The same story in two editions",
        "Pairs by trust; evidence says what links them.",
        """
SELECT s.article_id, s.sister_id, s.score, s.evidence, a.title, b.title AS sister_title
FROM sisters s JOIN articles a ON a.id = s.article_id JOIN articles b ON b.id = s.sister_id
WHERE s.article_id < s.sister_id ORDER BY s.score DESC LIMIT 500
""",
    ),
    "clusters": _query(
        "Groups of near-duplicates",
        "The largest first; a group is called by its earliest member.",
        """
SELECT c.cluster, c.members, a.title
FROM (SELECT cluster, count(*) AS members FROM articles WHERE cluster IS NOT NULL GROUP BY cluster) c
LEFT JOIN articles a ON a.id = c.cluster ORDER BY c.members DESC, c.cluster LIMIT 500
""",
    ),
    "account": _query(
        "What became of every address",
        "found = stored + unchanged + duplicate + filtered + failed + pending, by edition and section.",
        """
SELECT edition, section, count(*) AS found, sum(state = 'stored') AS stored, sum(state = 'unchanged') AS unchanged,
    sum(state = 'duplicate') AS duplicate, sum(state = 'filtered') AS filtered, sum(state = 'failed') AS failed,
    sum(state IN ('pending', 'leased')) AS pending
FROM pages WHERE kind = 'article' GROUP BY edition, section ORDER BY edition, section
""",
    ),
    "failed": _query(
        "What failed, and why",
        "Addresses that were wanted and could not be read.",
        """
SELECT edition, kind, reason, failures, last_found, url FROM pages
WHERE state = 'failed' ORDER BY last_found DESC LIMIT 1000
""",
    ),
    "runs": _query(
        "Runs, the newest first",
        "Each process that crawled, and how it ended.",
        """
SELECT id, spider, arguments, started, finished, state, reason, exit_code, counts FROM runs
ORDER BY number DESC LIMIT 200
""",
    ),
}
