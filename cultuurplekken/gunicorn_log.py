"""What gunicorn may write down about a visit (gunicorn.conf.py names this)."""

from typing import Any
from urllib.parse import urlsplit

from gunicorn.glogging import Logger

from .log_filters import HidePrivateLinks, get_loggable_path


class PrivateLogger(Logger):
    """Writes no query string, no private token and no header, whatever the format.

    An access log is switched on with `--access-logfile`, often by somebody else and
    years later; the format that they choose cannot ask for what is not there.
    """

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            if not any(isinstance(one, HidePrivateLinks) for one in log.filters):
                log.addFilter(HidePrivateLinks())

    def atoms(
        self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any
    ) -> dict[str, Any]:
        """Return gunicorn's values for a line, without what belongs to the visitor."""
        known = super().atoms(resp, req, environ, request_time)
        # Each header and variable has a value of its own, `{cookie}i` for one.
        atoms = {name: value for name, value in known.items() if name[0] != "{"}
        path = get_loggable_path(environ["RAW_URI"])
        referer = urlsplit(environ.get("HTTP_REFERER", ""))
        return atoms | {
            "r": f"{environ['REQUEST_METHOD']} {path} {environ['SERVER_PROTOCOL']}",
            "U": path,
            "q": "",
            "f": f"{referer.scheme}://{referer.netloc}/" if referer.netloc else "-",
        }
