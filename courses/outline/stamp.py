"""What lessons are made of: every change of these tables draws a new stamp, which every signed-in request reads (`tree_stamp`)."""

from lms.kernel.stamps import watch, word
from lms.people.known import asks_along

ABOUT = "tree"
WATCHED = (
    "wagtailcore_page", "wagtailcore_site", "wagtailcore_locale", "wagtailcore_pageviewrestriction",
    "courses_coursepage", "courses_modulepage", "courses_lessonpage", "wagtailimages_image", "wagtailimages_rendition",
    "wagtaildocs_document",
)  # fmt: skip
TREE_STAMP = word(f"'{ABOUT}'")

watch(ABOUT, dict.fromkeys(WATCHED, (f"'{ABOUT}'",)))
asks_along("tree_stamp", TREE_STAMP)
