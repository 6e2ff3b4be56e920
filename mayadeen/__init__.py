"""A crawler of everything Al Mayadeen publishes in Arabic, English and Spanish."""

__version__ = "0.1.0"


def user_agent(contact: str) -> str:
    """
    >>> user_agent("crawl@example.org").partition(" ")[2], user_agent("").partition(" ")[2]
    ('(research crawler; crawl@example.org)', '(research crawler)')
    """
    return f"mayadeen/{__version__} (research crawler{'; ' + contact if contact else ''})"
