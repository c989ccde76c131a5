"""Many repositories in one run: which ones, what is known of them, who looks at them, and one report about all.

A repository is looked at in a process of its own kind, which nothing but text goes into and comes out of: on this machine
(`processes.py`) or on a cluster (`cluster.py`). What a process does is `looking.py`. Nothing that a repository holds is
executed, plug-ins that its configuration names included.
"""
