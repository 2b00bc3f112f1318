"""The clinical rules, one small function each, registered by hand in the tuples of these modules."""
