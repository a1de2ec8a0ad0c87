"""The pages of the partners' side, a module for each thing one does there."""
