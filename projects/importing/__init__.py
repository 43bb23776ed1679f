"""Reads the files that others keep their projects in.

`reading` turns a file or pasted text into sheets, `recognising` finds the header row and what
each column means, `records` tells the projects of a sheet one by one, each value with the cell
it was read in. Nothing here asks the database or writes to it.
"""
