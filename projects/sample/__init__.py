"""The registry that a new installation starts with: true projects, and a few marked fictitious.

Every fact is typed from the source that it cites. The files beside this one
hold it in readable form: a list for each kind of row, and one file a project
and an article, named after its address.
"""
