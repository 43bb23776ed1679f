"""What is said of a file, in the language of whoever reads it; `Problem.code` is a key here."""

from django.utils.translation import gettext_lazy as _

from projects.importing.outcomes import OUTCOMES

MESSAGES = {
    "cells_differ": _("“%(written)s” differs from what another column says: “%(kept)s” was kept."),
    "column_again": _("“%(heading)s” means the same as another column, and is left out."),
    "column_left_out": _("What “%(heading)s” means is not known; the column is left out."),
    "compared_number": _("“%(written)s” points to another case, and is left out."),
    "ends_before_start": _("The project would end (%(ends)s) before it starts (%(starts)s)."),
    "foreign_column": _(
        "“%(heading)s” is in %(currency)s. The registry keeps kronor as they were decided, and "
        "converts nothing."
    ),
    "foreign_column_cell": _(
        "“%(written)s” is in another currency than kronor; the registry converts nothing."
    ),
    "foreign_column_left_out": _(
        "“%(heading)s” is in %(currency)s and is left out; another column has the kronor."
    ),
    "foreign_currency": _(
        "“%(written)s” is in %(currency)s, not in kronor; the registry converts nothing."
    ),
    "foreign_format": _("Numbers of the workbook are shown in %(currency)s."),
    "guessed_alphabet": _(
        "The file does not say how its letters are stored. They were read as %(written)s: look "
        "at å, ä and ö."
    ),
    "header_guessed": _(
        "Few headings or none are known. This row was taken for the headings, as it holds words "
        "alone."
    ),
    "kronor_assumed": _("“%(heading)s” tells no unit; its amounts were read as kronor."),
    "lost_character": _(
        "“¿” stands where a dash or a quotation mark was lost; nothing was put in its place."
    ),
    "marks_open": _("“%(written)s” can be read in two ways until the column's decimals are told."),
    "markup_removed": _("The text held HTML; its tags were taken out."),
    "negative_amount": _("“%(written)s” is below zero, which no granted amount is."),
    "no_currency": _("The row does not tell its currency, as other rows do."),
    "no_header": _("No row of headings was found among the first thirty rows."),
    "no_title": _("The row has no title."),
    "no_title_column": _("No column holds the titles of the projects."),
    "not_a_case_number": _("“%(written)s …” is too long for a case number."),
    "not_a_date": _("“%(written)s” is not a date."),
    "not_a_rate": _("“%(written)s” is not a share of 0 to 100 percent, and is left out."),
    "not_a_whole_date": _("“%(written)s” is not a whole date, and is left out."),
    "not_an_amount": _("“%(written)s” is not an amount."),
    "not_an_organisation_number": _(
        "“%(written)s” is not a Swedish organisation number, and is left out."
    ),
    "only_a_title": _("The row holds a title and nothing else; it may be a note or a heading."),
    "order_open": _("“%(written)s” can be more than one date until the column's order is told."),
    "other_country": _("“%(written)s” is another country, and is left out."),
    "other_currency": _(
        "The amounts of the row are in %(currency)s, not in kronor; the registry converts nothing."
    ),
    "out_of_range": _("“%(written)s” is not between 1990 and 2100."),
    "person": _(
        "The number is a private person's. It is not kept, and neither is the name beside it."
    ),
    "personal_column": _("“%(heading)s” is about persons, and was not kept."),
    "personal_cut": _(
        "An e-mail address, a telephone number or a personal identity number was cut out."
    ),
    "place_read_as": _("“%(written)s” was read as %(names)s."),
    "rate_open": _("“%(written)s” can be a fraction or a percentage until the column is told."),
    "repeated_amount": _(
        "“%(written)s” repeats an amount of the same project, and is counted once."
    ),
    "rounded_to_ore": _("“%(written)s” was rounded to whole öre."),
    "rows_differ": _(
        "“%(written)s” differs from what another row says of the project: “%(kept)s” was kept."
    ),
    "second_amount": _(
        "“%(written)s” is a second amount of the same kind in the row. Give its column another "
        "meaning, or none."
    ),
    "serial_dates": _(
        "“%(heading)s” holds a spreadsheet's day numbers; they were read as dates counted "
        "from 1900."
    ),
    "several_numbers": _("“%(written)s” holds more than one number; all were kept."),
    "sum_row": _("The row adds the others up, and was left out."),
    "too_large_amount": _("“%(written)s” is larger than any amount of the registry."),
    "too_many_decimals": _("“%(written)s” is finer than an öre."),
    "unit_open": _(
        "“%(written)s” may be kronor, thousands of them or another currency; nobody has said which."
    ),
    "unknown_place": _("“%(written)s” is no place the registry knows."),
    "zero_open": _("“%(written)s” may mean nothing or not known; nobody has said which."),
    **OUTCOMES,
}

QUESTIONS = {
    "unit": _("What are the amounts in “%(heading)s” counted in?"),
    "marks": _("Which mark parts the decimals in “%(heading)s”?"),
    "zero": _("What does 0 mean in “%(heading)s”?"),
    "order": _("In which order do the dates in “%(heading)s” stand?"),
    "rate": _("What do small numbers in “%(heading)s” mean?"),
}
"""By `Question.code`."""

CHOICES = {
    "kr": _("kronor"),
    "tkr": _("thousands of kronor"),
    "mnkr": _("millions of kronor"),
    "foreign": _("another currency"),
    "decimal_comma": _("comma"),
    "decimal_point": _("point"),
    "zero_unknown": _("the amount is not known"),
    "zero_nothing": _("no money"),
    "dmy": _("day, month, year"),
    "mdy": _("month, day, year"),
    "ymd": _("year, month, day"),
    "fraction": _("fractions: 0.4 is 40 percent"),
    "percent": _("percent: 0.4 is less than half a percent"),
}
"""By the choices of a `Question`."""

REFUSALS = {
    "broken_json": _("The file is not JSON: it breaks off or is wrong near line %(row)s."),
    "broken_table": _("The table cannot be read further than row %(row)s."),
    "broken_workbook": _(
        "The workbook is broken. Open it in a spreadsheet program, save it again, and try anew."
    ),
    "declares_entities": _("The workbook declares entities of its own, and is not opened."),
    "empty": _("The file holds nothing."),
    "nothing_pasted": _("Nothing is pasted here yet."),
    "only_headings": _("There are headings here, and no row of a project below them."),
    "encrypted": _("The workbook is protected by a password. Save it without one."),
    "markup": _("The file is a web page or XML. Save the table as CSV, XLSX or ODS."),
    "no_list": _("The JSON file holds no list of objects, and so no table."),
    "not_a_workbook": _("The archive is no workbook. Send the table in it as CSV, XLSX or ODS."),
    "not_text": _("The file is neither text nor a workbook."),
    "nul": _("The file holds NUL characters, which no text has."),
    "old_workbook": _(
        "The file is an old or protected workbook (.xls). Save it as .xlsx or .ods without a "
        "password."
    ),
    "packed": _("The file is packed. Unpack it first."),
    "pdf": _("The file is a PDF, from which no table can be read for certain."),
    "picture": _("The file is a picture."),
    "too_deep": _("The objects of the JSON file lie too deep within one another."),
    "too_large": _("The file is larger than %(megabytes)s MB."),
    "too_large_unpacked": _("The workbook is larger than %(megabytes)s MB once it is unpacked."),
    "too_long_cell": _(
        "Row %(row)s has a cell of more than %(most)s characters. A quotation mark may be missing."
    ),
    "too_many_columns": _("The table has more than %(most)s columns."),
    "too_many_rows": _("The table has more than %(most)s rows. Part it into several files."),
    "too_many_values": _("The JSON file holds too many values. Part it into several files."),
}
"""By `FileRefusedError.code`."""
