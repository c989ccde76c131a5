"""What operators, comparisons and formats make of values."""
