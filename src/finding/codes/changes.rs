//! Codes raised when a workbook that was given out to be edited comes back, and when remembered mappings are read.

codes! {
    E_EDIT_NO_KEY = "E-EDIT-NO-KEY", "no key column, so what has changed cannot be told",
        "the grey column `partsbook key …` that was in the workbook when it was written",
        "put the column back from a copy, or write the workbook again and make the changes there";
    E_EDIT_KEY_DUP = "E-EDIT-KEY-DUP", "the same key in two rows; none of them is compared",
        "each key once; a row that was added has none", "clear the key of the row that is new";
    E_EDIT_KEY = "E-EDIT-KEY", "key that belongs to no row; the row is not compared",
        "the key as it was written; a row that was added has none",
        "put the key back, or clear it if the row is new; if the data has changed since, write the workbook again";
    W_EDIT_REMOVED = "W-EDIT-REMOVED", "rows are missing, but may be those whose key is in doubt",
        "the keys of all rows as they were written", "settle the keys first, then ask again";
    W_EDIT_ROW = "W-EDIT-ROW", "row with a key that cannot be read; it counts as neither changed nor removed",
        "the values that every row needs", "fill in what is missing, or delete the whole row to remove it";
    W_EDIT_NAME = "W-EDIT-NAME", "the number that names the row was changed",
        "the same number", "make sure that rows of other tables that name it are changed too";
    W_EDIT_COLUMN = "W-EDIT-COLUMN", "column removed; its values count as unchanged", "all columns of the table",
        "to empty values, clear the cells and keep the column";
    I_EDIT_COLUMN = "I-EDIT-COLUMN", "column added that is none of the table; not compared", "", "";
    E_MAPPING = "E-MAPPING", "line of the remembered mapping that cannot be used",
        "sheet, title or locale; its name; and the table, column or language it means",
        "correct or delete the line";
    W_MAPPING_STALE = "W-MAPPING-STALE", "remembered, but not in these workbooks any more",
        "a sheet or title that is there", "delete the line, or correct the name";
}
