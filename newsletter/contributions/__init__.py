"""What partners offer for the newsletter: from a draft to the edition that it is out in."""
