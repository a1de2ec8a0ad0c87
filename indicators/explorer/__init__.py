"""The set at a glance: lists, facets, the table of wards and the spine chart. Shows what was found, and judges nothing."""
