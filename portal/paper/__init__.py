"""Faces out on paper: objects in, HTML or PDF bytes out; knows no request; only `of_case` and `of_slip` know what a case is.

The order of the room, each module knowing only those above it:
``trim`` ``qr`` ``portrait`` ``size`` ``shelf`` ``memory`` ``worker`` ``alarms`` ``fonts`` ``sharing_facts`` ``sharing_face`` ``sharing_card`` ``sharing_easel`` ``cut`` ``press`` ``sheet`` ``receipt``
``notice`` ``card`` ``open_day`` ``rule_document`` ``booklet`` ``work_book`` ``week`` ``certificate`` ``report`` ``slip`` ``trial`` ``queue_number`` ``blank`` ``of_case`` ``of_slip``.
"""
