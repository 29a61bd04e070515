"""How gunicorn serves this site; it reads this file where it is started."""

# gunicorn believes a header SCRIPT_NAME that comes from its own machine. Behind a
# proxy that passes on what visitors send, that is a visitor's word.
forwarder_headers = ""

# With an access log (`--access-logfile -`): no query string, no private token.
logger_class = "cultuurplekken.gunicorn_log.PrivateLogger"
