"""Tools for those who plan support: choosing by evidence, gaps, plans, briefs, estimates."""
