"""The site's figures and vocabulary as open data: tables that another site can load.

    tables   what there is: columns in words, and the rows
    files    the tables as CSV and JSON, with a description that has their checksums
    loading  such files into a site

Adverts are never in it; only counts of them are.
"""
