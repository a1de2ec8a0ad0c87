"""What runs the portal on one machine: database, assets, servers, browser. Knows no Django model."""
