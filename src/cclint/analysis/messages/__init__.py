"""From values to messages: forms of libraries, drafts, and what leaves."""
