"""Search over everything public: an index of our own, kept in step with the pages, and the page that asks it."""
