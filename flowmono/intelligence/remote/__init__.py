"""A reader behind any OpenAI-compatible endpoint: what it is asked, and what of its answer is believed."""
