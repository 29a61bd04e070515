"""What the site answers itself, outside the page tree."""
