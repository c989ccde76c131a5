"""What the parts of the evaluator offer each other, by subject: declarations, each made true by one of the parts."""
