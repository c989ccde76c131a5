"""The grammar of flows: how addresses come from somewhere, change on the way, and end in a message."""
