"""What the team does with the newsletter in the CMS."""
