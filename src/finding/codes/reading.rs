//! Codes raised while sheets, headers and cells are read.

codes! {
    E_CELL_ERROR = "E-CELL-ERROR", "error value in the cell",
        "a value", "mend the formula in the cell, or type the value";
    E_COLUMN = "E-COLUMN", "required column missing",
        "a column with this title, or one of its known titles",
        "add the column, or name your title in a `synonyms` sheet (field, header)";
    E_DATE = "E-DATE", "not a date",
        "a date cell, or text such as 2026-03-31",
        "write year-month-day; for texts such as 31.3.2026 give the `locale`: `locale=\"de\"`, `--locale de`, or a row `locale` of the company sheet";
    E_FLAG = "E-FLAG", "not yes or no", "Y or N, or a known word for them", "write Y or N";
    E_CHOICE = "E-CHOICE", "not one of the allowed words", "one of the words listed for this column",
        "use one of the allowed words";
    E_HEADER_AMBIGUOUS = "E-HEADER-AMBIGUOUS", "title with two meanings",
        "a title that names one field", "rename the column, or settle it in a `synonyms` sheet (field, header)";
    E_HEADER_DUP = "E-HEADER-DUP", "two columns for one field",
        "one column for each field", "rename or remove one of the columns";
    E_ITEM_TYPE = "E-ITEM-TYPE", "not usable as a number or name of a thing",
        "text, or a whole number of at most 15 digits",
        "format the column as text and type the value again";
    E_KEY_BLANK = "E-KEY-BLANK", "required value is blank; the row is not used", "a value", "fill in the cell, or remove the row";
    E_NO_CACHED_VALUE = "E-NO-CACHED-VALUE", "formula without a stored result",
        "a stored result", "open the workbook in a spreadsheet program, recalculate and save it";
    E_NO_HEADER = "E-NO-HEADER", "no header row found",
        "a row with at least two known titles among the first 50 rows",
        "add titles, or say what the sheet is with `sheets=` and name its titles with `synonyms=`";
    E_NUMBER = "E-NUMBER", "not a number",
        "a number, or text with a decimal comma or point",
        "remove units and currency signs; for a single sign before three digits give the `locale`";
    E_SYNONYM = "E-SYNONYM", "a `synonyms` row that names no column",
        "the canonical name of a column, alone or with its table: `item`, `stock.item`",
        "correct the name; `pb.schema()` and the template list all columns";
    E_SHEET_UNKNOWN = "E-SHEET-UNKNOWN", "sheet not recognised",
        "a sheet whose name or titles belong to a known table",
        "name it with `sheets=`, or give its titles with `synonyms=`";
    E_VALUE_DATE = "E-VALUE-DATE", "the spreadsheet program has made a date of a value",
        "text", "format the column as text and type the value again; the row is not used";
    E_UNIT_DIFFERS = "E-UNIT-DIFFERS", "the unit behind the quantity is not that of the column of units",
        "one unit", "remove the unit behind the quantity, or correct the column of units; the quantity is not used";
    I_CURRENCY = "I-CURRENCY", "sign or name of a currency: its code is taken", "", "";
    I_HIDDEN = "I-HIDDEN", "hidden rows, columns or sheets were read", "", "";
    I_LEVELS = "I-LEVELS", "levels taken from how the rows look", "", "";
    I_MERGED = "I-MERGED", "merged cells", "", "";
    I_PLACEHOLDER = "I-PLACEHOLDER", "sign for nothing where a number is expected: taken as blank", "", "";
    I_PRICE_PACK = "I-PRICE-PACK", "price for a pack: its size is taken as `price_quantity`", "", "";
    I_QTY_UNIT = "I-QTY-UNIT", "number and unit in one cell: taken apart", "", "";
    I_ROWS_LEFT_OUT = "I-ROWS-LEFT-OUT", "rows that hold no record were left out", "", "";
    I_SHEET_EMPTY = "I-SHEET-EMPTY", "empty sheet", "", "";
    I_SHEET_SKIPPED = "I-SHEET-SKIPPED", "sheet left out", "", "";
    I_TRIM = "I-TRIM", "blanks or control characters around a value removed", "", "";
    W_LEVEL_UNSURE = "W-LEVEL-UNSURE", "level that the row does not show plainly",
        "rows of one level set off alike", "set the row off as its neighbours, or add a column `level`";
    W_UNIT_UNKNOWN = "W-UNIT-UNKNOWN", "word behind the quantity that is no known unit: taken as unit",
        "a unit", "correct the word, or add the unit to the `units` table";
    W_LEVEL_BLANKS = "W-LEVEL-BLANKS", "levels shown by blanks before the numbers are not read",
        "a column of levels or of parents", "add a column `level`; until then all rows are lines of one assembly";
    W_FULLWIDTH = "W-FULLWIDTH", "full-width letters or digits in an item number",
        "half-width letters and digits", "check that the number is written as in the item master";
    W_CURRENCY = "W-CURRENCY", "not the code of a currency; no price or line in a currency meets it",
        "three letters, such as EUR", "write the code of the currency (ISO 4217)";
    W_PERCENT_MIXED = "W-PERCENT-MIXED", "number below 1 in a column of percents that has a percent sign in other rows",
        "percents written alike: 10 %, or 10", "where 0.1 means 10 %, write 10 %; it is taken as 0.1 %";
    W_DIGITS_LOST = "W-DIGITS-LOST", "number longer than 15 digits: the file has already lost the last ones",
        "text", "format the column as text and type the number again";
    W_CSV_FIELDS = "W-CSV-FIELDS", "row with more or fewer values than there are titles",
        "as many values as titles", "put quotation marks around values that contain the separator";
    W_STANDS_IN = "W-STANDS-IN", "no title names this column; another one is read as it",
        "a column with this title", "check that it is meant; name the right title with `synonyms`";
    W_TITLES_CHANGE = "W-TITLES-CHANGE", "other titles in the middle of a sheet",
        "one table a sheet", "move the rows from here on to a sheet of their own";
    W_TABLE_DOUBTFUL = "W-TABLE-DOUBTFUL", "the titles fit more than one table",
        "a sheet name or titles that decide", "name the table with `sheets=`";
}
