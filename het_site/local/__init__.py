"""Everything that runs the portal on one machine: database, assets, servers, browser. Knows nothing of Django models."""
