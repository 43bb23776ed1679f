"""Figures in articles, each bound to the record that it speaks of.

`references` says what a figure speaks of, `texts` finds figures in what was written,
`judging` holds them against the registry, `changes` tells what became of them since.
"""
