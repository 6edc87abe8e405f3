"""Every page of the site as data, before it is rendered."""
