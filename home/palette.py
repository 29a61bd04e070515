"""The colours of the house, for what no style sheet reaches.

The share image is drawn on the server and the colour of a browser's own bars stands
in the head of a page. The values are those of static/css/tokens.css by day;
tests/home/test_share_image.py watches over that.
"""

COLOURS: dict[str, str] = {
    "paper": "#faf6ee",
    "ink": "#1c1a2b",
    "ink-soft": "#504c63",
    "brick": "#c23f27",
    "brick-tint": "#f7d9cf",
    "canal": "#1f4fa3",
    "canal-tint": "#d5e1f6",
    "moss": "#2c6e49",
    "moss-tint": "#d6ead9",
    "sun": "#f4b41a",
    "sun-tint": "#fdebc0",
    "sun-deep": "#8a5d00",
    "tile-ink": "#1c1a2b",
    "tile-paper": "#fffdf8",
}
# The paper of the site by night.
NIGHT_PAPER = "#14121e"
