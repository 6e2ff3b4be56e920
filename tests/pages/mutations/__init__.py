"""What a redesign may do to a page of the replica. Each takes the page as it is and gives it changed."""

from tests.pages.mutations import beside, structure, syntax  # noqa: F401  # each adds its own
from tests.pages.mutations.registry import MUTATIONS

__all__ = ["MUTATIONS"]
