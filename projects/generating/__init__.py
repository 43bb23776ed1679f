"""Fills a registry with made-up projects, to measure how fast it is with very many.

`texts` makes up words, `registers` what projects refer to, `money` what they are granted,
`rows` each project's rows, `copying` and `load` write them. A project is drawn from its own number
and a seed alone: the first 10 000 are the same however many follow.
"""
