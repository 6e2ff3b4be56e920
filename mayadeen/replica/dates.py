"""Dates as people read them on the pages."""

from datetime import datetime

from mayadeen.replica.editions import Words


def article_date(moment: datetime, words: Words) -> str:
    return f"{moment.day} {words.months[moment.month - 1]} {moment.year} {moment:%H:%M}"


def card_date(moment: datetime, newest: datetime, words: Words) -> str:
    """As cards were seen to have it: the hour today, the day and month, or with the year."""
    day = f"{moment.day} {words.short_months[moment.month - 1]}"
    if moment.date() == newest.date():
        return f"{words.today} {moment:%H:%M}"
    return day if moment.year == newest.year else f"{day} {moment.year}"
