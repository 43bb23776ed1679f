"""Fills a registry with made-up projects, to measure how fast it is with very many.

`words` and `texts` make up what is said, `registers` what projects refer to, `grants` the money;
`drafts` puts one project together, `rows` and `copying` write it down as lines, and `load` takes
the lines into the database. A project is drawn from its own number and a seed alone: the first
10 000 are the same however many follow.
"""
