"""The base that every app stands on: people, themes, pictures, pages, blocks, forms, email. Knows no word about health."""
