"""What is new: versions of a program in git, compared, and findings that were accepted before."""
