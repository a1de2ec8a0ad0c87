"""What editors put of the figures into any page: blocks that show what is stored when the page is read."""
