"""Faces out to other machines: objects in, bytes sent or an error told; knows no request and opens no transaction.

The order of the room, each module knowing only those above it:
``mail`` ``webhook`` ``postman`` ``ics`` ``spreadsheet`` ``georeport``.
"""
