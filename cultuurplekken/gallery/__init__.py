"""The gallery of components at /componenten/, for whoever works on the site's looks."""
