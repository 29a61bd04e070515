"""Words of Wagtail that its Dutch leaves in English, or says clumsily.

Our catalogue is read after Wagtail's, so that its Dutch of the same words stands. They
are named here for makemessages, which otherwise drops what our code does not use.
"""

from django.utils.translation import gettext_noop

REWORDED = (
    gettext_noop("Bold"),
    gettext_noop("Checks"),
    gettext_noop("Content metrics"),
    gettext_noop("Download CSV"),
    gettext_noop("Download XLSX"),
    gettext_noop("Editor Guide"),
    gettext_noop("Email link"),
    gettext_noop("File"),
    gettext_noop("Home"),
    gettext_noop("Italic"),
    gettext_noop("last name"),
    gettext_noop("Monospace (code)"),
    gettext_noop("Site summary"),
    gettext_noop("URL Generator"),
)
