"""Pages in, files out: templates, assets, link check, whole-site swap."""
