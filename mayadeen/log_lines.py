"""Log lines as a terminal may show them, whoever wrote them: what a site sent moves no cursor there."""

import logging
import re
import traceback

_MOVES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class PlainRecord(logging.LogRecord):
    """As written, tabs and line breaks included, without other controls."""

    def __init__(self, *told, **more):  # type: ignore[no-untyped-def]
        super().__init__(*told, **more)
        if self.exc_info and self.exc_info[0]:  # a formatter takes what stands here
            self.exc_text = _MOVES.sub(" ", "".join(traceback.format_exception(*self.exc_info)).rstrip("\n"))

    def getMessage(self) -> str:
        return _MOVES.sub(" ", super().getMessage())


def keep_plain() -> None:
    """For the whole process."""
    logging.setLogRecordFactory(PlainRecord)
