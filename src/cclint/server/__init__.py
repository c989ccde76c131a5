"""The language server: what editors show while somebody writes. It looks at the texts as they stand in the editor."""
